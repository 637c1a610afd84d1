/* SkopDesktop.exe: the Python that lies beside it, in this very process, so that Windows shows the
   app's own name and icon and not "python".

   A program without a console has nowhere to complain. What the app says on stderr before it has a
   window is kept, and shown when the app ends with an error. */
#include <windows.h>
#include <process.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

typedef int Main(int, wchar_t **);

enum { LONGEST_PATH = 32768, KEPT = 2000 };

static const wchar_t NAME[] = L"Skop Desktop";
static char kept[KEPT + 1];
static HANDLE told;

static int damaged(void) {
    MessageBoxW(NULL, L"Skop Desktop is damaged. Please install it again.", NAME, MB_ICONERROR);
    return 1;
}

static void keep_the_end(const char *said, DWORD size) {
    size_t before = strlen(kept);
    if (before + size > KEPT) {
        size_t gone = before + size - KEPT;
        if (gone > before) gone = before;
        memmove(kept, kept + gone, before - gone + 1);
        before -= gone;
    }
    memcpy(kept + before, said, size);
    kept[before + size] = 0;
}

static unsigned __stdcall hear(void *reading) {
    char said[512];
    DWORD size;
    while (ReadFile(reading, said, sizeof said, &size, NULL) && size) keep_the_end(said, size);
    SetEvent(told);
    return 0;
}

/* Before the C library of Python is loaded: it looks at the handles once. */
static HANDLE give_it_an_stderr(void) {
    HANDLE reading, writing;
    if (GetFileType(GetStdHandle(STD_ERROR_HANDLE)) != FILE_TYPE_UNKNOWN) return NULL;
    if (!CreatePipe(&reading, &writing, NULL, 0)) return NULL;
    told = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetStdHandle(STD_ERROR_HANDLE, writing);
    _beginthreadex(NULL, 0, hear, reading, 0, NULL);
    return writing;
}

static void show_what_was_said(void) {
    /* What is still in the pipe: the C library of Python holds the other end until we end. */
    wchar_t words[KEPT + 1];
    WaitForSingleObject(told, 200);
    if (MultiByteToWideChar(CP_UTF8, 0, kept, -1, words, KEPT) > 1)
        MessageBoxW(NULL, words, NAME, MB_ICONERROR);
}

static int is_a_check(int count, wchar_t **arguments) {
    for (int i = 1; i < count; i++)
        if (!wcscmp(arguments[i], L"--check")) return 1;
    return 0;
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show) {
    static wchar_t place[LONGEST_PATH], library[LONGEST_PATH + 32];
    (void)self, (void)none, (void)line, (void)show;
    SetDllDirectoryW(L""); /* nothing of the current folder is loaded */
    DWORD length = GetModuleFileNameW(NULL, place, LONGEST_PATH);
    if (!length || length == LONGEST_PATH) return damaged();
    *wcsrchr(place, L'\\') = 0;
    wcscpy(library, place);
    wcscat(library, L"\\python\\" PYTHON_LIBRARY);

    HANDLE writing = give_it_an_stderr();
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main *run = python ? (Main *)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **arguments = calloc((size_t)__argc + 3, sizeof *arguments);
    if (!run || !arguments) return damaged();

    arguments[0] = __wargv[0];
    arguments[1] = L"-m";
    arguments[2] = L"skop_desktop";
    for (int i = 1; i < __argc; i++) arguments[i + 2] = __wargv[i];
    int status = run(__argc + 2, arguments);
    if (status && writing && !is_a_check(__argc, __wargv)) show_what_was_said();
    return status;
}
