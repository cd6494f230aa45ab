package org.crashtag.mutate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.layout.pdb.SmallPdb;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleDump;
import org.crashtag.source.Packing;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.FolderEncoder;
import org.crashtag.source.cab.LzxEncoder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsOfEachKind;
import org.crashtag.testing.RealDumps;

/**
 * All readers, with seeds from the samples and, if present, from the folder next to the project.
 */
final class MutationKinds {
  private static final int SAMPLES = 40;
  private static final int MOST_SAMPLE_BYTES = 1 << 20;
  private static final int MOST_WHOLE_DUMP_BYTES = 96 << 10;
  private static final Path PDBS = Path.of("..", "shared", "pdbs");
  private static final Path LAYOUTS = Path.of("pipelines", "layouts");

  private MutationKinds() {}

  static List<MutationKind> all() throws IOException {
    List<byte[]> dumps = samples();
    List<MutationKind> kinds = new ArrayList<>(decoders(dumps));
    kinds.add(new DumpMutation(wholeDumps(dumps)));
    kinds.addAll(archives());
    kinds.add(new PdbMutation("small PDBs", List.of(SmallPdb.bytes())));
    List<byte[]> pdbs = filesOf(PDBS, ".pdb");
    if (!pdbs.isEmpty()) {
      kinds.add(new PdbMutation("real PDBs", pdbs));
    }
    kinds.add(new HeaderMutation(headers()));
    return kinds;
  }

  private static List<byte[]> samples() {
    List<byte[]> dumps = new ArrayList<>();
    Fleet fleet = new Fleet(9, 0);
    for (int index = 0; dumps.size() < SAMPLES; index++) {
      SampleDump dump = fleet.dump(index);
      if (dump.breakage().isEmpty() && dump.image().length() < MOST_SAMPLE_BYTES) {
        dumps.add(DumpBytes.of(dump.image()));
      }
    }
    return dumps;
  }

  private static List<byte[]> filesOf(Path folder, String extension) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        if (path.toString().endsWith(extension)) {
          files.add(Files.readAllBytes(path));
        }
      }
    }
    return files;
  }

  private static List<MutationKind> decoders(List<byte[]> samples) throws IOException {
    SeedBlobs blobs = new SeedBlobs();
    for (byte[] dump : samples) {
      blobs.add(dump);
    }
    for (byte[] dump : filesOf(RealDumps.FOLDER, ".dmp")) {
      blobs.add(dump);
    }
    List<MutationKind> kinds = new ArrayList<>();
    for (Decoder decoder : Decoders.load().all()) {
      kinds.add(new DecoderMutation(decoder, blobs.of(decoder)));
    }
    return kinds;
  }

  private static List<byte[]> wholeDumps(List<byte[]> samples) {
    List<byte[]> dumps = new ArrayList<>();
    for (MachineKind machine : MachineKind.values()) {
      for (DumpKind kind : DumpKind.values()) {
        dumps.add(DumpBytes.of(DumpsOfEachKind.builder(machine, kind)));
      }
    }
    samples.stream().filter(dump -> dump.length <= MOST_WHOLE_DUMP_BYTES).forEach(dumps::add);
    return dumps;
  }

  private static List<byte[]> headers() throws IOException {
    List<byte[]> headers = new ArrayList<>(filesOf(LAYOUTS, ".h"));
    headers.add(
        """
        #pragma pack(push, 1)
        #define JOIN(a, b) a##b
        typedef enum _KIND : unsigned char { KindNone, KindSome = (1 << 4) - 1 } KIND;
        typedef struct _S {
          const volatile ULONG JOIN(Ma, gic) : 7, : 0, b : 3;
          union { LARGE_INTEGER Time; struct { KIND Kind; WCHAR Name[sizeof(GUID) * 2]; } x[2]; };
          NTSTATUS (NTAPI *Hooks[2])(_In_ struct _S *, ULONG (*)(void));
          UCHAR Tail[];
        } S, *PS;
        #pragma pack(pop)
        """
            .getBytes(UTF_8));
    return headers;
  }

  private static List<MutationKind> archives() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.dmp", DumpBytes.of(DumpsOfEachKind.builder(MachineKind.X64, DumpKind.HEADER)));
    members.put("sub/b.txt", "some text, some text".getBytes(UTF_8));
    members.put("a!b.dmp", new byte[3000]);
    byte[] one = members.get("a.dmp");
    byte[] zip = Packing.zip(members);
    byte[] tar = Packing.tar(members);
    byte[] sevenZip = Packing.sevenZip(members);
    List<byte[]> cabinets =
        List.of(
            cabinet(members, FolderEncoder.stored()),
            cabinet(members, new MszipEncoder()),
            cabinet(members, new LzxEncoder(15, 2000, LzxEncoder.Block.values())));
    List<byte[]> nested = new ArrayList<>();
    for (byte[] inner : List.of(zip, tar, sevenZip, cabinets.get(1), cabinets.get(2))) {
      // Stored, so that a change reaches the content.
      nested.add(Packing.tar(Map.of("in", inner)));
    }
    return List.of(
        new ArchiveMutation("zip", List.of(zip)),
        new ArchiveMutation("tar", List.of(tar)),
        new ArchiveMutation("7z", List.of(sevenZip)),
        new ArchiveMutation("cabinets", cabinets),
        new ArchiveMutation("nested archives", nested),
        new ArchiveMutation("gz", List.of(Packing.gzip(one), Packing.gzip(tar))),
        new ArchiveMutation("xz", List.of(Packing.xz(one), Packing.xz(tar))),
        new ArchiveMutation("zst", List.of(Packing.zstd(one), Packing.zstd(tar))),
        new ArchiveMutation("bz2", List.of(Packing.bzip2(one), Packing.bzip2(tar))),
        new ArchiveMutation("lzma", List.of(Packing.lzma(one), Packing.lzma(tar))));
  }

  private static byte[] cabinet(Map<String, byte[]> members, FolderEncoder encoder) {
    CabinetBuilder cabinet = new CabinetBuilder().withoutChecksums().folder(encoder);
    members.forEach(cabinet::file);
    return cabinet.toBytes();
  }
}
