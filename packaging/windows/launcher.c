/* SkopDesktop.exe: the Python that lies beside it, in this very process, so that Windows shows the
   app's own name and icon and not "python". */
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

enum { LONGEST_PATH = 32768 };

typedef int Main(int, wchar_t **);

static int damaged(void) {
    MessageBoxW(NULL, L"Skop Desktop is damaged. Please install it again.", L"Skop Desktop",
                MB_ICONERROR);
    return 1;
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

    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main *run = python ? (Main *)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **arguments = calloc((size_t)__argc + 3, sizeof *arguments);
    if (!run || !arguments) return damaged();

    arguments[0] = __wargv[0];
    arguments[1] = L"-m";
    arguments[2] = L"skop_desktop_start";
    for (int i = 1; i < __argc; i++) arguments[i + 2] = __wargv[i];
    return run(__argc + 2, arguments);
}
