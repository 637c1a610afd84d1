/* A place that takes virtual files, written against the Windows headers and nothing of ours:

     reader.exe clipboard DIR    takes the data object that is on the clipboard
     reader.exe window DIR       opens a window, takes what is dropped on it, reads on another thread

   Writes what it saw to DIR\report.txt and the files into DIR\files. First it does what Explorer
   does while the pointer hovers (open every stream, ask for its size, close it), says "hovered",
   and reads only when DIR\go is there. */
#define COBJMACROS
#include <initguid.h>
#include <windows.h>
#include <ole2.h>
#include <shlobj.h>
#include <stdio.h>

DEFINE_GUID(IID_Async, 0x3d8b0590, 0xf691, 0x11d2, 0x8e, 0xa9, 0x00, 0x60, 0x97, 0xdf, 0x5b, 0xd4);

/* shldisp.h has it; Debian's mingw does not. */
typedef struct Async Async;
struct Async {
    struct {
        HRESULT(WINAPI *QueryInterface)(Async *, REFIID, void **);
        ULONG(WINAPI *AddRef)(Async *);
        ULONG(WINAPI *Release)(Async *);
        HRESULT(WINAPI *SetAsyncMode)(Async *, BOOL);
        HRESULT(WINAPI *GetAsyncMode)(Async *, BOOL *);
        HRESULT(WINAPI *StartOperation)(Async *, IBindCtx *);
        HRESULT(WINAPI *InOperation)(Async *, BOOL *);
        HRESULT(WINAPI *EndOperation)(Async *, HRESULT, IBindCtx *, DWORD);
    } *methods;
};

#define MOST 16
static WCHAR folder[MAX_PATH];
static FILE *report;
static FILEDESCRIPTORW files[MOST];
static UINT count;
static UINT descriptor_format, contents_format, effect_format;

static FORMATETC asked(UINT format, LONG index, DWORD mediums)
{
    FORMATETC wanted = {(CLIPFORMAT)format, NULL, DVASPECT_CONTENT, index, mediums};
    return wanted;
}

static void wait_for(const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    wsprintfW(path, L"%s\\%s", folder, name);
    while (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
        Sleep(20);
}

static void list_formats(IDataObject *data)
{
    IEnumFORMATETC *each;
    FORMATETC format;
    WCHAR name[100];
    HRESULT hr = IDataObject_EnumFormatEtc(data, DATADIR_GET, &each);
    if (FAILED(hr)) {
        fprintf(report, "no formats %08lx\n", hr);
        return;
    }
    while (IEnumFORMATETC_Next(each, 1, &format, NULL) == S_OK) {
        if (!GetClipboardFormatNameW(format.cfFormat, name, 100))
            wsprintfW(name, L"#%d", format.cfFormat);
        fprintf(report, "format %ls index %ld mediums %lu\n", name, format.lindex, format.tymed);
    }
    IEnumFORMATETC_Release(each);
}

static void read_descriptors(IDataObject *data)
{
    FORMATETC wanted = asked(descriptor_format, -1, TYMED_HGLOBAL);
    STGMEDIUM medium;
    UINT i;
    HRESULT hr = IDataObject_GetData(data, &wanted, &medium);
    fprintf(report, "descriptors %08lx\n", hr);
    if (FAILED(hr))
        return;
    FILEGROUPDESCRIPTORW *group = GlobalLock(medium.hGlobal);
    count = min(group->cItems, MOST);
    memcpy(files, group->fgd, count * sizeof(FILEDESCRIPTORW));
    GlobalUnlock(medium.hGlobal);
    ReleaseStgMedium(&medium);
    for (i = 0; i < count; i++) {
        char name[MAX_PATH * 3];
        WideCharToMultiByte(CP_UTF8, 0, files[i].cFileName, -1, name, sizeof(name), NULL, NULL);
        fprintf(report, "file %u flags %08lx size %lu name %s\n", i, files[i].dwFlags,
                files[i].nFileSizeLow, name);
    }
    wanted = asked(effect_format, -1, TYMED_HGLOBAL);
    hr = IDataObject_GetData(data, &wanted, &medium);
    if (SUCCEEDED(hr)) {
        DWORD *effect = GlobalLock(medium.hGlobal);
        fprintf(report, "effect %lu\n", *effect);
        GlobalUnlock(medium.hGlobal);
        ReleaseStgMedium(&medium);
    }
}

static void hover(IDataObject *data)
{
    UINT i;
    FORMATETC wanted = asked(contents_format, count, TYMED_ISTREAM);
    fprintf(report, "query beyond the last %08lx\n", IDataObject_QueryGetData(data, &wanted));
    wanted = asked(CF_HDROP, -1, TYMED_HGLOBAL);
    fprintf(report, "query paths %08lx\n", IDataObject_QueryGetData(data, &wanted));
    for (i = 0; i < count; i++) {
        STGMEDIUM medium;
        STATSTG facts = {0};
        LARGE_INTEGER nowhere = {0};
        wanted = asked(contents_format, i, TYMED_HGLOBAL);
        fprintf(report, "query memory %u %08lx\n", i, IDataObject_QueryGetData(data, &wanted));
        wanted = asked(contents_format, i, TYMED_ISTREAM | TYMED_HGLOBAL | TYMED_ISTORAGE);
        HRESULT hr = IDataObject_GetData(data, &wanted, &medium);
        fprintf(report, "open %u %08lx medium %lu\n", i, hr, SUCCEEDED(hr) ? medium.tymed : 0);
        if (FAILED(hr))
            continue;
        fprintf(report, "seek %u %08lx\n", i, IStream_Seek(medium.pstm, nowhere, SEEK_SET, NULL));
        hr = IStream_Stat(medium.pstm, &facts, STATFLAG_NONAME);
        fprintf(report, "stat %u %08lx size %lu\n", i, hr, facts.cbSize.LowPart);
        ReleaseStgMedium(&medium);
    }
    fprintf(report, "hovered\n");
}

static void write_whole(UINT i, HGLOBAL block, IStream *stream)
{
    static char buffer[65536];
    WCHAR path[MAX_PATH * 2];
    ULONG got = 0, total = 0;
    HRESULT hr = S_OK;
    HANDLE file = INVALID_HANDLE_VALUE;
    wsprintfW(path, L"%s\\files\\%s", folder, files[i].cFileName);
    if (block) {
        file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
        WriteFile(file, GlobalLock(block), files[i].nFileSizeLow, &total, NULL);
        GlobalUnlock(block);
    }
    while (stream && SUCCEEDED(hr)) {
        hr = IStream_Read(stream, buffer, sizeof(buffer), &got);
        if (FAILED(hr) || !got)
            break;
        if (file == INVALID_HANDLE_VALUE)
            file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
        WriteFile(file, buffer, got, &got, NULL);
        total += got;
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    fprintf(report, "read %u %08lx bytes %lu\n", i, hr, total);
    if (stream && FAILED(hr)) {
        STATSTG facts = {0};
        hr = IStream_Stat(stream, &facts, STATFLAG_NONAME);
        fprintf(report, "stat after failure %u %08lx\n", i, hr);
    }
}

static void read_all(IDataObject *data)
{
    UINT i;
    for (i = 0; i < count; i++) {
        STGMEDIUM medium;
        FORMATETC wanted = asked(contents_format, i, TYMED_HGLOBAL);
        if (FAILED(IDataObject_GetData(data, &wanted, &medium))) {
            wanted.tymed = TYMED_ISTREAM | TYMED_HGLOBAL | TYMED_ISTORAGE;
            HRESULT hr = IDataObject_GetData(data, &wanted, &medium);
            if (FAILED(hr)) {
                fprintf(report, "no contents %u %08lx\n", i, hr);
                continue;
            }
        }
        write_whole(i, medium.tymed == TYMED_HGLOBAL ? medium.hGlobal : NULL,
                    medium.tymed == TYMED_ISTREAM ? medium.pstm : NULL);
        ReleaseStgMedium(&medium);
        fflush(report);
    }
}

/* --- the window ------------------------------------------------------------------------------ */

static IDataObject *dropped_here(IStream *on_its_way)
{
    IDataObject *data = NULL;
    HRESULT hr = CoGetInterfaceAndReleaseStream(on_its_way, &IID_IDataObject, (void **)&data);
    fprintf(report, "taken to the other thread %08lx\n", hr);
    return data;
}

static DWORD WINAPI read_later(void *on_its_way)
{
    Async *async = NULL;
    BOOL is_async = FALSE;
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IDataObject *data = dropped_here(on_its_way);
    HRESULT hr = IDataObject_QueryInterface(data, &IID_Async, (void **)&async);
    fprintf(report, "asynchronous %08lx\n", hr);
    if (async) {
        hr = async->methods->GetAsyncMode(async, &is_async);
        fprintf(report, "asynchronous mode %08lx %d\n", hr, is_async);
        async->methods->StartOperation(async, NULL);
    }
    fflush(report);
    wait_for(L"go");
    read_all(data);
    if (async) {
        async->methods->EndOperation(async, S_OK, NULL, DROPEFFECT_COPY);
        async->methods->Release(async);
    }
    IDataObject_Release(data);
    fprintf(report, "end\n");
    fclose(report);
    ExitProcess(0);
}

static HRESULT WINAPI target_query(IDropTarget *me, REFIID wanted, void **found)
{
    *found = IsEqualIID(wanted, &IID_IUnknown) || IsEqualIID(wanted, &IID_IDropTarget) ? me : NULL;
    return *found ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI target_count(IDropTarget *me)
{
    return 2;
}

static HRESULT WINAPI target_enter(IDropTarget *me, IDataObject *data, DWORD keys, POINTL at,
                                   DWORD *effect)
{
    fprintf(report, "entered, allowed effects %lu\n", *effect);
    list_formats(data);
    read_descriptors(data);
    hover(data);
    fflush(report);
    *effect &= DROPEFFECT_COPY;
    return S_OK;
}

static HRESULT WINAPI target_over(IDropTarget *me, DWORD keys, POINTL at, DWORD *effect)
{
    *effect &= DROPEFFECT_COPY;
    return S_OK;
}

static HRESULT WINAPI target_leave(IDropTarget *me)
{
    fprintf(report, "left\n");
    fflush(report);
    return S_OK;
}

static HRESULT WINAPI target_drop(IDropTarget *me, IDataObject *data, DWORD keys, POINTL at,
                                  DWORD *effect)
{
    IStream *on_its_way;
    HRESULT hr = CoMarshalInterThreadInterfaceInStream(&IID_IDataObject, (IUnknown *)data,
                                                       &on_its_way);
    fprintf(report, "dropped %08lx\n", hr);
    fflush(report);
    CloseHandle(CreateThread(NULL, 0, read_later, on_its_way, 0, NULL));
    *effect &= DROPEFFECT_COPY;
    return S_OK;
}

static IDropTargetVtbl target_methods = {target_query, target_count, target_count, target_enter,
                                         target_over,  target_leave, target_drop};
static IDropTarget target = {&target_methods};

static void take_drops(void)
{
    WNDCLASSW kind = {0};
    MSG message;
    kind.lpfnWndProc = DefWindowProcW;
    kind.lpszClassName = L"skop reader";
    kind.hbrBackground = (HBRUSH)(COLOR_WINDOW + 1);
    RegisterClassW(&kind);
    HWND window = CreateWindowW(kind.lpszClassName, L"skop reader", WS_POPUP | WS_VISIBLE, 500, 100,
                                300, 300, NULL, NULL, NULL, NULL);
    fprintf(report, "window %08lx\n", RegisterDragDrop(window, &target));
    fflush(report);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
}

int wmain(int argc, WCHAR **argv)
{
    WCHAR path[MAX_PATH];
    IDataObject *data;
    if (argc != 3)
        return 2;
    lstrcpynW(folder, argv[2], MAX_PATH - 50);
    wsprintfW(path, L"%s\\report.txt", folder);
    report = _wfopen(path, L"w");
    if (!report || FAILED(OleInitialize(NULL)))
        return 3;
    descriptor_format = RegisterClipboardFormatW(CFSTR_FILEDESCRIPTORW);
    contents_format = RegisterClipboardFormatW(CFSTR_FILECONTENTS);
    effect_format = RegisterClipboardFormatW(CFSTR_PREFERREDDROPEFFECT);
    if (!wcscmp(argv[1], L"window")) {
        take_drops();
        return 0;
    }
    HRESULT hr = OleGetClipboard(&data);
    fprintf(report, "clipboard %08lx\n", hr);
    if (SUCCEEDED(hr)) {
        list_formats(data);
        read_descriptors(data);
        hover(data);
        fflush(report);
        wait_for(L"go");
        read_all(data);
        IDataObject_Release(data);
    }
    fprintf(report, "end\n");
    fclose(report);
    OleUninitialize();
    return 0;
}
