/*
 * Types that drivers get from Windows' own headers. Microsoft documents their size and meaning
 * ("Windows data types", "Windows kernel opaque structures", the pages of each structure); they are
 * defined here in a few lines each. A user's header can define any of them again.
 */
#define CONST const
#define VOID void
#define FAR
#define NEAR

#define CDECL __cdecl
#define NTAPI __stdcall
#define WINAPI __stdcall
#define CALLBACK __stdcall
#define APIENTRY __stdcall
#define STDAPICALLTYPE __stdcall
#define FASTCALL __fastcall
#define NTSYSAPI
#define NTKERNELAPI
#define NTSYSCALLAPI
#define FORCEINLINE __forceinline
#define CFORCEINLINE __forceinline
#define EXTERN_C extern
#define EXTERN_C_START
#define EXTERN_C_END
#define RESTRICTED_POINTER __restrict
#define UNALIGNED __unaligned
#define POINTER_32 __ptr32
#define POINTER_64 __ptr64
#define DUMMYSTRUCTNAME
#define DUMMYSTRUCTNAME2
#define DUMMYSTRUCTNAME3
#define DUMMYUNIONNAME
#define DUMMYUNIONNAME2
#define DUMMYUNIONNAME3
#define _ANONYMOUS_STRUCT
#define _ANONYMOUS_UNION
#define DECLSPEC_ALIGN(x) __declspec(align(x))
#if defined(_M_ARM64)
#define SYSTEM_CACHE_ALIGNMENT_SIZE 128
#else
#define SYSTEM_CACHE_ALIGNMENT_SIZE 64
#endif
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(SYSTEM_CACHE_ALIGNMENT_SIZE)
#define DECLSPEC_NOINITALL
#define DECLSPEC_IMPORT
#define DECLSPEC_NORETURN
#define DECLSPEC_DEPRECATED
#define DEFINE_GUID(...)
#define DECLARE_HANDLE(name) typedef struct name##__ *name
#define DECLARE_UNICODE_STRING_SIZE(...)
#define WDF_DECLARE_CONTEXT_TYPE(...)
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(...)
#define DEFINE_ENUM_FLAG_OPERATORS(...)
#define NULL ((void *)0)
#define TRUE 1
#define FALSE 0
#define ANYSIZE_ARRAY 1
#define MAX_PATH 260
#define MAXIMUM_FILENAME_LENGTH 256
#define UNICODE_STRING_MAX_CHARS 32767
#define MAXIMUM_WAIT_OBJECTS 64
#define CHAR_BIT 8
#define UCHAR_MAX 0xff
#define USHRT_MAX 0xffff
#define ULONG_MAX 0xffffffffUL
#define MAXULONG 0xffffffff
#define MAXUCHAR 0xff
#define MAXUSHORT 0xffff
#define MAXLONG 0x7fffffff
#define PAGE_SHIFT 12L
#define PAGE_SIZE 0x1000

/* Numbers. */
typedef char CHAR, CCHAR;
typedef signed char INT8, int8_t;
typedef unsigned char UCHAR, BYTE, UINT8, uint8_t, KIRQL;
typedef short SHORT, INT16, int16_t, CSHORT;
typedef unsigned short USHORT, WORD, UINT16, uint16_t, LANGID, ATOM, SECURITY_DESCRIPTOR_CONTROL;
typedef int INT, INT32, int32_t;
typedef unsigned int UINT, UINT32, uint32_t;
typedef long LONG, LONG32, HRESULT, KPRIORITY, NTSTATUS;
typedef int NDIS_STATUS;
typedef unsigned long ULONG, DWORD, ULONG32, DWORD32, LCID, CLONG, ACCESS_MASK,
    DEVICE_TYPE, EXECUTION_STATE, SECURITY_INFORMATION, IF_INDEX, NET_IFINDEX,
    NDIS_PORT_NUMBER;
typedef __int64 LONGLONG, LONG64, INT64, int64_t, USN, intmax_t;
typedef unsigned __int64 ULONGLONG, DWORDLONG, ULONG64, DWORD64, UINT64, uint64_t, POOL_FLAGS,
    REGHANDLE, TRACEHANDLE, uintmax_t;
typedef _Bool BOOLEAN, bool;
typedef __bool32 BOOL, LOGICAL;
typedef wchar_t WCHAR, TCHAR;
typedef float FLOAT;
typedef double DOUBLE, DATE;
typedef char KPROCESSOR_MODE;
#if defined(_WIN64)
typedef __int64 INT_PTR, LONG_PTR, SSIZE_T, intptr_t, ptrdiff_t, LPARAM, LRESULT;
typedef unsigned __int64 UINT_PTR, ULONG_PTR, DWORD_PTR, SIZE_T, size_t, uintptr_t, KSPIN_LOCK,
    KAFFINITY, WPARAM, EX_PUSH_LOCK;
typedef unsigned int UHALF_PTR;
typedef int HALF_PTR;
#else
typedef int INT_PTR, LONG_PTR, SSIZE_T, intptr_t, ptrdiff_t, LPARAM, LRESULT;
typedef unsigned long UINT_PTR, ULONG_PTR, DWORD_PTR, SIZE_T, size_t, uintptr_t, KSPIN_LOCK,
    KAFFINITY, WPARAM, EX_PUSH_LOCK;
typedef unsigned short UHALF_PTR;
typedef short HALF_PTR;
#endif
typedef LONG EX_SPIN_LOCK;

/* Addresses. */
typedef void *PVOID, *LPVOID, *HANDLE, *HINSTANCE, *HMODULE, *PSECURITY_DESCRIPTOR, *PSID,
    *NDIS_HANDLE, *PACCESS_TOKEN;
typedef const void *PCVOID, *LPCVOID;
typedef HANDLE *PHANDLE;
typedef PVOID *PPVOID;
typedef CHAR *PCHAR, *PSTR, *LPSTR, *PSZ;
typedef const CHAR *PCSTR, *LPCSTR, *PCSZ, *PCCHAR;
typedef WCHAR *PWCHAR, *PWSTR, *LPWSTR, *PWCH;
typedef const WCHAR *PCWSTR, *LPCWSTR, *PCWCH;
typedef UCHAR *PUCHAR, *PBYTE, *LPBYTE;
typedef const UCHAR *PCUCHAR;
typedef BOOLEAN *PBOOLEAN;
typedef BOOL *PBOOL;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT, *PWORD;
typedef INT *PINT;
typedef UINT *PUINT;
typedef LONG *PLONG;
typedef ULONG *PULONG, *PDWORD, *LPDWORD;
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef INT8 *PINT8;
typedef UINT8 *PUINT8;
typedef INT16 *PINT16;
typedef UINT16 *PUINT16;
typedef INT32 *PINT32;
typedef UINT32 *PUINT32;
typedef INT64 *PINT64;
typedef UINT64 *PUINT64;
typedef LONG64 *PLONG64;
typedef ULONG64 *PULONG64;
typedef LONG_PTR *PLONG_PTR;
typedef ULONG_PTR *PULONG_PTR;
typedef SIZE_T *PSIZE_T;
typedef NTSTATUS *PNTSTATUS;
typedef KIRQL *PKIRQL;
typedef KSPIN_LOCK *PKSPIN_LOCK;
typedef ACCESS_MASK *PACCESS_MASK;

/* Structures that drivers hold by value. */
typedef union _LARGE_INTEGER {
    struct { ULONG LowPart; LONG HighPart; };
    struct { ULONG LowPart; LONG HighPart; } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER, PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;
typedef union _ULARGE_INTEGER {
    struct { ULONG LowPart; ULONG HighPart; };
    struct { ULONG LowPart; ULONG HighPart; } u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;
typedef struct _FILETIME { DWORD dwLowDateTime; DWORD dwHighDateTime; } FILETIME, *PFILETIME;
typedef struct _SYSTEMTIME {
    WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME;
typedef struct _TIME_FIELDS {
    CSHORT Year, Month, Day, Hour, Minute, Second, Milliseconds, Weekday;
} TIME_FIELDS, *PTIME_FIELDS;
typedef struct _KSYSTEM_TIME { ULONG LowPart; LONG High1Time; LONG High2Time; } KSYSTEM_TIME,
    *PKSYSTEM_TIME;
typedef struct _GUID {
    unsigned long Data1; unsigned short Data2; unsigned short Data3; unsigned char Data4[8];
} GUID, *PGUID, *LPGUID, UUID, CLSID, IID;
typedef const GUID *LPCGUID, *REFGUID;
typedef struct _LUID { DWORD LowPart; LONG HighPart; } LUID, *PLUID;
typedef struct _UNICODE_STRING {
    USHORT Length; USHORT MaximumLength; PWCH Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;
typedef struct _STRING {
    USHORT Length; USHORT MaximumLength; PCHAR Buffer;
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING, OEM_STRING, *POEM_STRING, UTF8_STRING;
typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink; struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;
typedef struct _SINGLE_LIST_ENTRY {
    struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;
#if defined(_WIN64)
typedef struct DECLSPEC_ALIGN(16) _SLIST_ENTRY { struct _SLIST_ENTRY *Next; } SLIST_ENTRY,
    *PSLIST_ENTRY;
#else
typedef SINGLE_LIST_ENTRY SLIST_ENTRY, *PSLIST_ENTRY;
#endif
typedef struct _IO_STATUS_BLOCK {
    union { NTSTATUS Status; PVOID Pointer; };
    ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;
typedef struct _CLIENT_ID { HANDLE UniqueProcess; HANDLE UniqueThread; } CLIENT_ID, *PCLIENT_ID;
typedef struct _PROCESSOR_NUMBER {
    USHORT Group; UCHAR Number; UCHAR Reserved;
} PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;
typedef struct _GROUP_AFFINITY {
    KAFFINITY Mask; USHORT Group; USHORT Reserved[3];
} GROUP_AFFINITY, *PGROUP_AFFINITY;
typedef struct DECLSPEC_ALIGN(16) _M128A { ULONGLONG Low; LONGLONG High; } M128A, *PM128A;

/* Enumerations that drivers keep. */
typedef enum _DEVICE_POWER_STATE {
    PowerDeviceUnspecified, PowerDeviceD0, PowerDeviceD1, PowerDeviceD2, PowerDeviceD3,
    PowerDeviceMaximum
} DEVICE_POWER_STATE, *PDEVICE_POWER_STATE;
typedef enum _SYSTEM_POWER_STATE {
    PowerSystemUnspecified, PowerSystemWorking, PowerSystemSleeping1, PowerSystemSleeping2,
    PowerSystemSleeping3, PowerSystemHibernate, PowerSystemShutdown, PowerSystemMaximum
} SYSTEM_POWER_STATE, *PSYSTEM_POWER_STATE;

/* Structures of which drivers keep the address only. */
typedef struct _DEVICE_OBJECT *PDEVICE_OBJECT;
typedef struct _DRIVER_OBJECT *PDRIVER_OBJECT;
typedef struct _FILE_OBJECT *PFILE_OBJECT;
typedef struct _IRP *PIRP;
typedef struct _IO_STACK_LOCATION *PIO_STACK_LOCATION;
typedef struct _IO_WORKITEM *PIO_WORKITEM;
typedef struct _KINTERRUPT *PKINTERRUPT;
typedef struct _MDL *PMDL;
typedef struct _KEVENT *PKEVENT, *PRKEVENT;
typedef struct _KDPC *PKDPC;
typedef struct _KTIMER *PKTIMER;
typedef struct _KMUTANT *PKMUTEX, *PRKMUTEX;
typedef struct _KTHREAD *PKTHREAD, *PRKTHREAD;
typedef struct _KPROCESS *PKPROCESS, *PRKPROCESS;
typedef struct _ETHREAD *PETHREAD;
typedef struct _EPROCESS *PEPROCESS;
typedef struct _ERESOURCE *PERESOURCE;
typedef struct _EX_RUNDOWN_REF *PEX_RUNDOWN_REF;
typedef struct _OBJECT_TYPE *POBJECT_TYPE;
typedef struct _VPB *PVPB;
typedef struct _CONTEXT *PCONTEXT;
typedef struct _EXCEPTION_RECORD *PEXCEPTION_RECORD;
typedef struct _DMA_ADAPTER *PDMA_ADAPTER;
typedef struct _SCATTER_GATHER_LIST *PSCATTER_GATHER_LIST;
typedef struct _NET_BUFFER *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST *PNET_BUFFER_LIST;
typedef struct _FLT_FILTER *PFLT_FILTER;
typedef struct _FLT_INSTANCE *PFLT_INSTANCE;
typedef struct _FLT_VOLUME *PFLT_VOLUME;
typedef struct _FLT_PORT *PFLT_PORT;
typedef struct _FLT_CALLBACK_DATA *PFLT_CALLBACK_DATA;
DECLARE_HANDLE(WDFOBJECT);
DECLARE_HANDLE(WDFDRIVER);
DECLARE_HANDLE(WDFDEVICE);
DECLARE_HANDLE(WDFQUEUE);
DECLARE_HANDLE(WDFREQUEST);
DECLARE_HANDLE(WDFFILEOBJECT);
DECLARE_HANDLE(WDFIOTARGET);
DECLARE_HANDLE(WDFINTERRUPT);
DECLARE_HANDLE(WDFTIMER);
DECLARE_HANDLE(WDFDPC);
DECLARE_HANDLE(WDFWORKITEM);
DECLARE_HANDLE(WDFSPINLOCK);
DECLARE_HANDLE(WDFWAITLOCK);
DECLARE_HANDLE(WDFMEMORY);
DECLARE_HANDLE(WDFSTRING);
DECLARE_HANDLE(WDFKEY);
DECLARE_HANDLE(WDFCOLLECTION);
DECLARE_HANDLE(WDFUSBDEVICE);
DECLARE_HANDLE(WDFUSBPIPE);
DECLARE_HANDLE(WDFUSBINTERFACE);
DECLARE_HANDLE(WDFDMAENABLER);
DECLARE_HANDLE(WDFDMATRANSACTION);
DECLARE_HANDLE(WDFCOMMONBUFFER);
