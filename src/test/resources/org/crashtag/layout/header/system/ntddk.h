/* What acme_log.h needs of the WDK's headers, for a compiler that hasn't got them. */
#define NTAPI __stdcall
#define FORCEINLINE static __forceinline
#define EXTERN_C_START
#define EXTERN_C_END
#define DECLSPEC_ALIGN(x) __declspec(align(x))
#ifdef _M_ARM64
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(128)
#else
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(64)
#endif
#define C_ASSERT(e) typedef char assertion[(e) ? 1 : -1]
#define DEFINE_GUID(name, ...) extern const GUID name
#define FIELD_OFFSET(type, field) ((LONG)__builtin_offsetof(type, field))
#define CTL_CODE(type, function, method, access) (((type) << 16) | ((access) << 14) | ((function) << 2) | (method))
#define FILE_DEVICE_UNKNOWN 0x22
#define METHOD_BUFFERED 0
#define FILE_ANY_ACCESS 0
#define ANYSIZE_ARRAY 1
#define PAGE_SIZE 0x1000
#define _In_
#define _In_opt_
#define _Out_
#define _Inout_
#define _Inout_updates_bytes_(size)
#define _Field_size_(size)
#define _Field_range_(low, high)
#define _Field_z_
#define _Struct_size_bytes_(size)
#define _Guarded_by_(lock)
#define _Interlocked_
#define _Function_class_(name)
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_same_
#define _Must_inspect_result_
#define _Success_(expression)
#define _Ret_maybenull_
#define _Use_decl_annotations_
#define __drv_aliasesMem
typedef unsigned short wchar_t, WCHAR, USHORT, UINT16, uint16_t;
typedef WCHAR *PWSTR;
typedef char CHAR, *PSTR;
typedef const char *PCSTR;
typedef unsigned char UCHAR, BOOLEAN, KIRQL, UINT8, uint8_t, *PUCHAR;
typedef short SHORT;
typedef int INT, BOOL, INT32, int32_t;
typedef unsigned int UINT32, uint32_t;
typedef long LONG, NTSTATUS;
typedef unsigned long ULONG, DWORD, *PULONG;
typedef long long LONGLONG, INT64, int64_t;
typedef unsigned long long ULONGLONG, UINT64, ULONG64, uint64_t;
typedef void VOID, *PVOID, *HANDLE;
#ifdef _WIN64
typedef long long LONG_PTR;
typedef unsigned long long ULONG_PTR, SIZE_T, KSPIN_LOCK, KAFFINITY;
#else
typedef long LONG_PTR;
typedef unsigned long ULONG_PTR, SIZE_T, KSPIN_LOCK, KAFFINITY;
#endif
typedef struct _GUID { ULONG Data1; USHORT Data2, Data3; UCHAR Data4[8]; } GUID;
typedef union _LARGE_INTEGER {
  struct { ULONG LowPart; LONG HighPart; };
  struct { ULONG LowPart; LONG HighPart; } u;
  LONGLONG QuadPart;
} LARGE_INTEGER;
typedef LARGE_INTEGER PHYSICAL_ADDRESS;
typedef struct _FILETIME { DWORD dwLowDateTime, dwHighDateTime; } FILETIME;
typedef struct _UNICODE_STRING { USHORT Length, MaximumLength; PWSTR Buffer; } UNICODE_STRING;
typedef struct _LIST_ENTRY { struct _LIST_ENTRY *Flink, *Blink; } LIST_ENTRY;
typedef struct _DEVICE_OBJECT *PDEVICE_OBJECT;
typedef struct _DRIVER_OBJECT *PDRIVER_OBJECT;
typedef NTSTATUS DRIVER_INITIALIZE(PDRIVER_OBJECT, UNICODE_STRING *);
typedef VOID DRIVER_UNLOAD(PDRIVER_OBJECT);
ULONG InterlockedIncrementNoFence(volatile LONG *);
