package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.header.HeaderFolder;
import org.crashtag.layout.header.HeaderSource;
import org.crashtag.source.SymbolStore;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PDBs made from a header by a real compiler and linker. */
class CompiledPdbTest {
  private static final Map<Architecture, String> TARGETS =
      Map.of(
          Architecture.X64, "x86_64-pc-windows-msvc",
          Architecture.X86, "i686-pc-windows-msvc",
          Architecture.ARM64, "aarch64-pc-windows-msvc");

  private static final String HEADER =
      """
      typedef unsigned char UCHAR;
      typedef unsigned short USHORT;
      typedef unsigned long ULONG;
      typedef unsigned __int64 ULONGLONG;
      typedef long NTSTATUS;
      typedef void *PVOID;

      typedef union _LARGE_INTEGER {
        struct { ULONG LowPart; long HighPart; };
        struct { ULONG LowPart; long HighPart; } u;
        __int64 QuadPart;
      } LARGE_INTEGER;
      typedef struct _GUID {
        ULONG Data1; USHORT Data2; USHORT Data3; UCHAR Data4[8];
      } GUID;
      typedef struct _UNICODE_STRING {
        USHORT Length; USHORT MaximumLength; USHORT *Buffer;
      } UNICODE_STRING;
      typedef struct _LIST_ENTRY {
        struct _LIST_ENTRY *Flink, *Blink;
      } LIST_ENTRY;

      typedef enum _NF_EVENT {
        NfRead, NfWrite = 5, NfLost = -1, NfLast = 0x7FFFFFFF
      } NF_EVENT;

      typedef struct _NF_ENTRY {
        LARGE_INTEGER Time;
        NF_EVENT Event;
        ULONG Direction : 1;
        ULONG Protocol : 8;
        ULONG : 0;
        ULONG Flags : 3;
        NTSTATUS Status;
        GUID Layer;
        union { UCHAR V4[4]; UCHAR V6[16]; } Address;
        char Name[16];
        void (*Callback)(PVOID Context, ULONG Code);
        struct _NF_DEVICE *Device;
        const volatile ULONG Lock;
        double Load;
        float Matrix[2][3];
        _Bool Done;
      } NF_ENTRY;

      #pragma pack(push, 1)
      typedef struct _NF_PACKED {
        UCHAR Kind; ULONGLONG Sequence; USHORT Port; NF_ENTRY Entry; UCHAR Flags : 3; USHORT Wide : 9;
      } NF_PACKED;
      #pragma pack(pop)

      typedef struct __declspec(align(64)) _NF_ALIGNED {
        ULONG Value;
      } NF_ALIGNED;

      typedef struct _NF_LOG {
        LIST_ENTRY Link;
        UNICODE_STRING Path;
        NF_ALIGNED Slots[2];
        struct { ULONG Head; struct { USHORT Low; USHORT High; } Tail; } Index;
        NF_ENTRY *Current;
        NF_ENTRY Entries[];
      } NF_LOG;
      """;

  @TempDir Path folder;

  @BeforeEach
  void programsAreThere() {
    Programs.assumeInstalled("clang", "lld-link", "llvm-pdbutil");
  }

  /** Names after {@code struct} and {@code union} that the header gives a body. */
  private static Set<String> declared() {
    return Pattern.compile("(?:struct|union)(?: __declspec\\(align\\(\\d+\\)\\))? (_\\w+) \\{")
        .matcher(HEADER)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Path compile(Architecture architecture) throws IOException {
    StringBuilder source = new StringBuilder(HEADER);
    int count = 0;
    for (String name : declared()) {
      source.append(name.substring(1)).append(" *Use").append(count++).append(";\n");
    }
    Path file = Files.writeString(folder.resolve("nf.c"), source);
    String object = folder.resolve("nf.obj").toString();
    Path pdb = folder.resolve("nf.pdb");
    Programs.output(
        "clang",
        "--target=" + TARGETS.get(architecture),
        "-g",
        "-gcodeview",
        "-fstandalone-debug",
        "-c",
        file.toString(),
        "-o",
        object);
    Programs.output(
        "lld-link",
        "/debug",
        "/dll",
        "/noentry",
        "/out:" + folder.resolve("nf.dll"),
        "/pdb:" + pdb,
        object);
    return pdb;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everyTypeOfTheHeaderIsLaidOutAsAnotherReaderHasIt(Architecture architecture)
      throws IOException {
    Path file = compile(architecture);
    Map<String, List<String>> expected = new TreeMap<>();
    PdbutilTypes.of(file)
        .layouts()
        .values()
        .forEach(layout -> expected.put(layout.get(0).split(" ", -1)[1], layout));

    assertThat(expected).containsKeys(declared().toArray(String[]::new));
    try (Pdb pdb = new Pdb(FileChannel.open(file))) {
      assertThat(pdb.architecture()).isEqualTo(architecture);
      for (String name : declared()) {
        assertThat(Layouts.of(pdb.find(name).orElseThrow())).isEqualTo(expected.get(name));
        assertThat(pdb.find(name.substring(1))).as("typedef").isEqualTo(pdb.find(name));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everyTypeIsLaidOutAsTheHeaderSays(Architecture architecture) throws Exception {
    Path file = compile(architecture);
    Files.writeString(folder.resolve("nf.h"), HEADER);
    HeaderSource header = HeaderSource.of(new HeaderFolder(folder, List.of()), "nf.h", Map.of());
    PdbTypes types = new PdbTypes(new SymbolStore(new LocalStorage(), file.toString()));

    assertThat(declared()).hasSizeGreaterThan(7);
    for (String name : declared()) {
      assertThat(Layouts.leaves(types.structure(name, architecture)))
          .as(name)
          .isEqualTo(Layouts.leaves(header.structure(name, architecture)));
    }
  }
}
