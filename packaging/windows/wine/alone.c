/* For the trial alone: starts PROGRAM ARGUMENT as Explorer does, without a console and without
   handles to write to, and waits for its end. */
#include <windows.h>
#include <wchar.h>

int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show) {
    static wchar_t command[4096];
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION begun;
    (void)self, (void)none, (void)line, (void)show;
    if (__argc != 3) return 2;
    swprintf(command, 4096, L"\"%ls\" %ls", __wargv[1], __wargv[2]);
    if (!CreateProcessW(NULL, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &start,
                        &begun))
        return 3;
    WaitForSingleObject(begun.hProcess, INFINITE);
    return 0;
}
