package org.crashtag.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.decode.ColumnType;
import org.crashtag.sample.Breakage;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.Layout.PlacedBlob;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleCrash;
import org.crashtag.sample.SampleDump;
import org.crashtag.sample.SampleModule;

/**
 * The rows that the tables must contain for a fleet, from the facts of its dumps, without reading
 * them.
 */
final class FleetTruth {
  private final List<SampleDump> files = new ArrayList<>();

  /** Paths of the dumps that are decoded, by the index of their original. */
  private final Map<Integer, String> decodedPaths = new HashMap<>();

  FleetTruth(int dumps, long seed, int brokenPercent) {
    Fleet fleet = new Fleet(seed, brokenPercent);
    for (int index = 0; index < dumps; index++) {
      SampleDump dump = fleet.dump(index);
      files.add(dump);
      if (isDecodable(dump)) {
        // Copies are equally long, so the smallest path wins.
        decodedPaths.merge(
            original(dump), dump.path(), (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
  }

  private static int original(SampleDump dump) {
    return dump.copyOf().orElse(dump.index());
  }

  private static boolean isDecodable(SampleDump dump) {
    return dump.breakage().isEmpty()
        || switch (dump.breakage().get()) {
          case LAST_BLOB_CUT, BAD_CHAIN, KMDF_PARTIAL, REGION_BEYOND_END, HOSTILE_NAMES -> true;
          case EMPTY, THREE_BYTES, USER_MINIDUMP, TEXT, HEADER_CUT, HEADER_FF -> false;
        };
  }

  private boolean isDecoded(SampleDump dump) {
    return dump.path().equals(decodedPaths.get(original(dump)));
  }

  /** The dumps that are decoded. */
  List<SampleDump> decoded() {
    return files.stream().filter(this::isDecoded).toList();
  }

  /** Whether it has a list of modules: a copy is called otherwise than its original. */
  boolean isMinidump(SampleDump dump) {
    return !files.get(original(dump)).path().endsWith("MEMORY.DMP");
  }

  private String outcome(SampleDump dump) {
    if (isDecodable(dump)) {
      return isDecoded(dump) ? "decoded" : "duplicate";
    }
    return switch (dump.breakage().orElseThrow()) {
      case THREE_BYTES, USER_MINIDUMP, TEXT -> "not_a_dump";
      case EMPTY, HEADER_CUT, HEADER_FF -> "rejected";
      case LAST_BLOB_CUT, BAD_CHAIN, KMDF_PARTIAL, REGION_BEYOND_END, HOSTILE_NAMES ->
          throw new AssertionError(dump.path());
    };
  }

  private static String kind(SampleDump dump) {
    if (dump.breakage().isEmpty()) {
      return "dump";
    }
    return switch (dump.breakage().get()) {
      case USER_MINIDUMP -> "minidump";
      case EMPTY, THREE_BYTES, TEXT -> "other";
      case HEADER_CUT,
          HEADER_FF,
          REGION_BEYOND_END,
          LAST_BLOB_CUT,
          BAD_CHAIN,
          KMDF_PARTIAL,
          HOSTILE_NAMES ->
          "dump";
    };
  }

  /** source, member, bytes, kind, outcome. */
  List<String> sources() {
    List<String> rows = new ArrayList<>();
    for (SampleDump dump : files) {
      if (dump.member().isPresent()) {
        rows.add(row(dump.path(), null, dump.file().length(), "zip", "container"));
      }
      String member = dump.member().orElse(null);
      rows.add(row(dump.path(), member, dump.image().length(), kind(dump), outcome(dump)));
    }
    return rows;
  }

  /** The number of sources by outcome. */
  Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    for (SampleDump dump : files) {
      outcomes.merge("sources_" + outcome(dump), 1L, Long::sum);
      if (dump.member().isPresent()) {
        outcomes.merge("sources_container", 1L, Long::sum);
      }
    }
    return outcomes;
  }

  /** source, stage, reason. */
  List<String> rejects() {
    List<String> rejects = new ArrayList<>();
    for (SampleDump dump : files) {
      dump.breakage()
          .flatMap(FleetTruth::reject)
          .ifPresent(reject -> rejects.add(row(dump.path(), reject)));
    }
    return rejects;
  }

  private static Optional<String> reject(Breakage breakage) {
    return switch (breakage) {
      case THREE_BYTES, USER_MINIDUMP, TEXT, HOSTILE_NAMES -> Optional.empty();
      case EMPTY -> Optional.of("header|empty");
      case HEADER_CUT, REGION_BEYOND_END -> Optional.of("header|truncated");
      case HEADER_FF -> Optional.of("header|corrupt");
      case LAST_BLOB_CUT -> Optional.of("region|truncated");
      case BAD_CHAIN -> Optional.of("region|corrupt");
      case KMDF_PARTIAL -> Optional.of("decode|truncated");
    };
  }

  /**
   * source, file_bytes, machine, os_build, processors, bugcheck_code, the four parameters, live,
   * exception_code, crash_time, uptime_seconds, product_type, region_end, tag_count.
   */
  List<String> dumps() {
    List<String> rows = new ArrayList<>();
    for (SampleDump dump : decoded()) {
      SampleCrash crash = dump.crash();
      List<Object> values =
          new ArrayList<>(
              List.of(
                  dump.path(),
                  dump.image().length(),
                  crash.machine().name().toLowerCase(Locale.ROOT),
                  crash.build(),
                  crash.processors(),
                  crash.bugCheckCode()));
      long mask = crash.machine().wide() ? -1L : 0xFFFFFFFFL;
      crash.parameters().forEach(value -> values.add(ColumnType.hex64(value & mask)));
      values.addAll(
          List.of(
              crash.live(),
              crash.exceptionCode(),
              ChronoUnit.MICROS.between(Instant.EPOCH, crash.time()),
              crash.upTime() / 1e7,
              crash.productType(),
              regionEnd(dump),
              tags(dump).size()));
      rows.add(row(values.toArray()));
    }
    return rows;
  }

  static String regionEnd(SampleDump dump) {
    String whole =
        switch (dump.crash().writer()) {
          case OLDER -> "end_of_file";
          case NEWER -> "terminator";
        };
    if (dump.breakage().isEmpty()) {
      return whole;
    }
    return switch (dump.breakage().get()) {
      case LAST_BLOB_CUT, REGION_BEYOND_END -> "truncated";
      case BAD_CHAIN -> "corrupt";
      case KMDF_PARTIAL, HOSTILE_NAMES -> whole;
      case EMPTY, THREE_BYTES, USER_MINIDUMP, TEXT, HEADER_CUT, HEADER_FF ->
          throw new AssertionError(dump.path());
    };
  }

  /** The blobs that can be reached. */
  static List<PlacedBlob> tags(SampleDump dump) {
    if (dump.breakage().filter(Breakage.REGION_BEYOND_END::equals).isPresent()) {
      return List.of();
    }
    List<PlacedBlob> blobs = dump.image().layout().orElseThrow().blobs();
    boolean badChain = dump.breakage().filter(Breakage.BAD_CHAIN::equals).isPresent();
    return badChain ? blobs.subList(0, blobs.size() / 2) : blobs;
  }

  /** source, ordinal, tag, offset, bytes, kept_bytes. */
  List<String> tags() {
    List<String> rows = new ArrayList<>();
    for (SampleDump dump : decoded()) {
      for (PlacedBlob blob : tags(dump)) {
        long there = Math.min(blob.size(), dump.image().length() - blob.dataOffset());
        rows.add(
            row(dump.path(), blob.ordinal(), blob.tag(), blob.dataOffset(), blob.size(), there));
      }
    }
    return rows;
  }

  /** source, ordinal, entry, driver, kmdf_version, globals. */
  List<String> kmdfDrivers() {
    List<String> rows = new ArrayList<>();
    for (SampleDump dump : decoded()) {
      List<KmdfDriver> drivers = listedDrivers(dump);
      for (PlacedBlob blob : tags(dump)) {
        if (blob.tag().equals(KmdfList.TAG)) {
          for (int entry = 0; entry < drivers.size(); entry++) {
            rows.add(row(dump.path(), blob.ordinal(), entry, driver(drivers.get(entry))));
          }
        }
      }
    }
    return rows;
  }

  /** The KMDF drivers that a dump's list still has. */
  List<KmdfDriver> listedDrivers(SampleDump dump) {
    List<KmdfDriver> drivers = dump.crash().kmdfDrivers();
    boolean partial = dump.breakage().filter(Breakage.KMDF_PARTIAL::equals).isPresent();
    boolean hasList = tags(dump).stream().anyMatch(blob -> blob.tag().equals(KmdfList.TAG));
    return hasList ? drivers.subList(0, drivers.size() - (partial ? 1 : 0)) : List.of();
  }

  private static String driver(KmdfDriver driver) {
    return row(
        driver.name(),
        driver.major() + "." + driver.minor() + "." + driver.build(),
        ColumnType.hex64(driver.globals()));
  }

  /** source, entry, name, base, bytes, timestamp, checksum of the loaded modules. */
  List<String> loadedModules() {
    List<String> rows = new ArrayList<>();
    for (SampleDump dump : decoded()) {
      List<SampleModule> modules = isMinidump(dump) ? dump.crash().modules() : List.of();
      for (int entry = 0; entry < modules.size(); entry++) {
        SampleModule module = modules.get(entry);
        rows.add(
            row(
                dump.path(),
                entry,
                module.path().substring(module.path().lastIndexOf('\\') + 1),
                ColumnType.hex64(module.base()),
                module.size(),
                module.timestamp(),
                module.checksum()));
      }
    }
    return rows;
  }

  /** source, process_name, faulting_module, suspect_module; of minidumps. */
  List<String> verdicts() {
    return decoded().stream()
        .filter(this::isMinidump)
        .map(
            dump ->
                row(
                    dump.path(),
                    dump.crash().machine() == MachineKind.X64
                        ? dump.crash().scene().process()
                        : null,
                    dump.crash().scene().faulting().orElse(null),
                    dump.crash().scene().suspect().orElse(null)))
        .toList();
  }

  private static String row(Object... values) {
    return String.join("|", java.util.stream.Stream.of(values).map(String::valueOf).toList());
  }
}
