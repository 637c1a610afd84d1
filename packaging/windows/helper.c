/* What the installer cannot do in its own language.

     helper running FOLDER            0: no program of FOLDER runs, 1: one does
     helper close FOLDER SECONDS      asks their windows to close, and ends what is left by then
     helper forget-keys               takes the service keys out of Windows' credentials */
#include <windows.h>
#include <tlhelp32.h>
#include <wincred.h>
#include <stdlib.h>
#include <wchar.h>

enum { LONGEST_PATH = 32768, LOOK_EACH = 100 };

static wchar_t folder[LONGEST_PATH];

/* The uninstaller goes on as a copy elsewhere, and what was started may not have ended yet. */
static int is_uninstaller(const wchar_t *image) {
    const wchar_t *name = wcsrchr(image, L'\\');
    return name && !_wcsicmp(name, L"\\Uninstall.exe");
}

static HANDLE ours(DWORD id, DWORD rights) {
    static wchar_t image[LONGEST_PATH];
    DWORD length = LONGEST_PATH;
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | rights, FALSE, id);
    if (!process) return NULL;
    if (QueryFullProcessImageNameW(process, 0, image, &length)
        && !_wcsnicmp(image, folder, wcslen(folder)) && !is_uninstaller(image))
        return process;
    CloseHandle(process);
    return NULL;
}

static int each(int ends) {
    int count = 0;
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry)) {
        HANDLE process = ours(entry.th32ProcessID, ends ? PROCESS_TERMINATE : 0);
        if (!process) continue;
        count++;
        if (ends) TerminateProcess(process, 1);
        CloseHandle(process);
    }
    CloseHandle(all);
    return count;
}

static BOOL CALLBACK ask_to_close(HWND window, LPARAM unused) {
    DWORD id;
    (void)unused;
    GetWindowThreadProcessId(window, &id);
    HANDLE process = ours(id, 0);
    if (!process) return TRUE;
    CloseHandle(process);
    if (IsWindowVisible(window)) PostMessageW(window, WM_CLOSE, 0, 0);
    return TRUE;
}

static int gone_within(int milliseconds) {
    for (; milliseconds > 0; milliseconds -= LOOK_EACH) {
        if (!each(0)) return 1;
        Sleep(LOOK_EACH);
    }
    return !each(0);
}

static int close_all(int seconds) {
    EnumWindows(ask_to_close, 0);
    if (gone_within(seconds * 1000)) return 0;
    each(1);
    return !gone_within(5000);
}

/* keyring names them by the service, or, from the second on, USER@SERVICE. */
static int is_key(const wchar_t *name) {
    static const wchar_t service[] = L"Skop Desktop";
    const wchar_t *after = wcsrchr(name, L'@');
    return !wcscmp(after ? after + 1 : name, service);
}

static int forget_keys(void) {
    CREDENTIALW **found;
    DWORD count;
    if (!CredEnumerateW(NULL, 0, &count, &found)) return 0;
    for (DWORD i = 0; i < count; i++)
        if (found[i]->Type == CRED_TYPE_GENERIC && is_key(found[i]->TargetName))
            CredDeleteW(found[i]->TargetName, CRED_TYPE_GENERIC, 0);
    CredFree(found);
    return 0;
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show) {
    (void)self, (void)none, (void)line, (void)show;
    if (__argc >= 2 && !wcscmp(__wargv[1], L"forget-keys")) return forget_keys();
    if (__argc < 3 || wcslen(__wargv[2]) > LONGEST_PATH - 2) return 2;
    wcscpy(folder, __wargv[2]);
    wcscat(folder, L"\\");
    if (!wcscmp(__wargv[1], L"running")) return each(0) > 0;
    if (!wcscmp(__wargv[1], L"close") && __argc == 4) return close_all(_wtoi(__wargv[3]));
    return 2;
}
