/*++

Module Name:  acme_log.h    "isn't it full of noise? {"

--*/

#pragma once
#ifndef _ACME_LOG_H_
#define _ACME_LOG_H_

#include <ntddk.h>
#include <wdf.h>
#include "shared/acme_ids.h"

EXTERN_C_START
#ifdef __cplusplus
extern "C" {
#endif

#pragma warning(push)
#pragma warning(disable : 4200 4201 4214) // members without names; it's fine
#pragma region Log
#pragma comment(lib, "acme.lib")

// {3F2504E0-4F89-41D3-9A0C-0305E82C3301}
DEFINE_GUID(GUID_ACME_LOG,
            0x3f2504e0, 0x4f89, 0x41d3, 0x9a, 0x0c, 0x03, 0x05, 0xe8, 0x2c, 0x33, 0x01);

#define ACME_TAG 'gLcA'
#define ACME_TEXT L"a \"quoted\" } brace"
#define ACME_BYTES(type, count) (sizeof(type) * (count))
#define ACME_LINES ((ACME_SLOTS * 2) - (0x10 >> 2))
#define IOCTL_ACME_READ \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define ACME_TRACE(format, ...) \
    do {                        \
      AcmePrint(format, __VA_ARGS__); \
    } while (0)

typedef struct _ACME_DEVICE ACME_DEVICE, *PACME_DEVICE;
typedef const ACME_DEVICE *PCACME_DEVICE;

typedef _Function_class_(ACME_CALLBACK) _IRQL_requires_max_(2) _IRQL_requires_same_ NTSTATUS NTAPI
ACME_CALLBACK(_In_ PACME_DEVICE Device,
              _Inout_updates_bytes_(Length) PVOID Buffer,
              _In_ ULONG Length);
typedef ACME_CALLBACK *PACME_CALLBACK;
typedef VOID (NTAPI *PACME_DONE)(_In_opt_ PVOID Context, struct _ACME_EVENT *Event);

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD AcmeUnload;
EVT_WDF_DRIVER_DEVICE_ADD AcmeDeviceAdd;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#endif

extern volatile LONG AcmeLevel;
extern PCSTR const AcmeNames[AcmeKinds];

_Must_inspect_result_ _Success_(return >= 0)
NTSTATUS
AcmeWrite(_In_ PACME_DEVICE Device, _In_ enum ACME_KIND Kind, _In_opt_ PCSTR Format, ...);

void __cdecl AcmePrint(PCSTR format, ...);

typedef DECLSPEC_ALIGN(8) struct _ACME_STAMP {
  LARGE_INTEGER Time;
  union {
    ULONGLONG Cycles;
    struct {
      ULONG Low : 20;
      ULONG : 0;
      ULONG High : 12, Rest : 20;
    };
  };
} ACME_STAMP;

FORCEINLINE
ULONG
AcmeSlot(_In_ volatile LONG *Next)
{
  struct { ULONG Slot; CHAR Text[4]; } local = { 0, "}{" };
  if (AcmeLevel > '}') {
    ACME_TRACE("slot %u }", 1u);
  }
  local.Slot = InterlockedIncrementNoFence(Next) % ACME_SLOTS;
  return local.Slot;
}

#pragma pack(push, acme, 1)
typedef struct _ACME_WIRE {
  UCHAR Version;
  USHORT Length;
  UINT32 Sequence;
  GUID Session;
  uint64_t Bytes[3];
  UCHAR Address[6], Port;
} ACME_WIRE, *PACME_WIRE;
C_ASSERT(sizeof(ACME_WIRE) == 54);
C_ASSERT(FIELD_OFFSET(ACME_WIRE, Sequence) == 3);
#pragma pack(pop, acme)

typedef struct _ACME_EVENT {
  ACME_STAMP Stamp;
  enum ACME_KIND Kind : 8;
  ULONG Direction : 1;
  ULONG Error : 1;
  ULONG : 3;
  BOOLEAN Done : 1;
  _Field_range_(0, 64) UCHAR Processor;
  KIRQL Irql;
  NTSTATUS Status;
  const volatile HANDLE Process;
  _Field_size_(NameLength) WCHAR Name[ACME_SLOTS / 2 + 1];
  USHORT NameLength;
  PACME_CALLBACK Callback;
  PACME_DONE Done2;
  NTSTATUS (*Hooks[2])(PCACME_DEVICE, ULONG (*)(void));
  struct _ACME_UNSEEN *Unseen;
  UNICODE_STRING File;
  float Load;
  double Mean;
#if defined(_M_ARM64)
  ULONG64 X[29];
#elif defined(_WIN64)
  ULONG64 R8, R9;
#else
  ULONG Ebp;
#endif
  union {
    ACME_WIRE Wire;
    UCHAR Raw[ACME_BYTES(ACME_WIRE, 2)];
    struct { PHYSICAL_ADDRESS Base; SIZE_T Size; } Memory;
  } u;
} ACME_EVENT, *PACME_EVENT;

typedef struct DECLSPEC_CACHEALIGN _ACME_LOG {
  ULONG Magic;
  volatile LONG Next;
  _Guarded_by_(Lock) LIST_ENTRY Devices;
  KSPIN_LOCK Lock;
  WDFDEVICE Device;
  FILETIME Started;
  DECLSPEC_ALIGN(32) ULONG Counters[2][ACME_LINES];
  ACME_EVENT Last;
  ACME_EVENT Events[];
} ACME_LOG;

struct _ACME_DEVICE {
  ACME_LOG *Log;
  WDFQUEUE Queue;
  KAFFINITY Affinity;
  LONG_PTR Cookie;
  INT64 Drift;
  BOOL Removed;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(ACME_DEVICE, AcmeDeviceOf)

static const ULONG AcmeSizes[] = { sizeof(ACME_EVENT), sizeof(struct _ACME_WIRE), };

#pragma endregion
#pragma warning(pop)

#ifdef __cplusplus
}
#endif
EXTERN_C_END

#endif // _ACME_LOG_H_
