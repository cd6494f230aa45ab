package org.crashtag.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Synthetic dumps like those of a real fleet: about eight dumps per machine, mostly minidumps, some
 * memory dumps, some duplicate files, some broken ones, and drivers to blame. Each dump depends
 * only on the seed and its index: it can be made without the others, a larger fleet starts with the
 * dumps of a smaller one, and all are the same on every system.
 */
public final class Fleet {
  private static final int LEAST_MACHINES = 8;
  private static final int DUMPS_PER_MACHINE = 8;

  /** How far back a copy's original can be. */
  private static final int COPY_DISTANCE = 200;

  private static final List<Breakage> DAMAGES =
      Arrays.stream(Breakage.values())
          .filter(breakage -> breakage != Breakage.HOSTILE_NAMES)
          .toList();

  /** The percentage of broken dumps that are intact, but have hostile names. */
  private static final int HOSTILE_PERCENT = 15;

  private final long seed;
  private final int brokenPercent;
  private final List<SampleBlob> usersBlobs;

  /**
   * An endless fleet.
   *
   * @param brokenPercent percentage of broken dumps, 0 to 100
   */
  public Fleet(long seed, int brokenPercent) {
    this(seed, brokenPercent, List.of());
  }

  /**
   * An endless fleet.
   *
   * @param brokenPercent percentage of broken dumps, 0 to 100
   * @param usersBlobs added to each dump after those of its drivers
   */
  public Fleet(long seed, int brokenPercent, List<SampleBlob> usersBlobs) {
    if (brokenPercent < 0 || brokenPercent > 100) {
      throw new IllegalArgumentException(brokenPercent + " is not a percentage");
    }
    this.seed = seed;
    this.brokenPercent = brokenPercent;
    this.usersBlobs = List.copyOf(usersBlobs);
  }

  /**
   * Writes the first dumps of a fleet.
   *
   * @param folder absent or empty
   * @param progress receives the number of written dumps after each
   * @throws IOException if the folder isn't empty or can't be written
   */
  public static Summary write(
      Path folder, int dumps, long seed, int brokenPercent, IntConsumer progress)
      throws IOException {
    return new Fleet(seed, brokenPercent).write(folder, dumps, progress);
  }

  /**
   * Writes the first dumps.
   *
   * @param folder absent or empty
   * @param progress receives the number of written dumps after each
   * @throws IOException if the folder isn't empty or can't be written
   */
  public Summary write(Path folder, int dumps, IntConsumer progress) throws IOException {
    refuseUnlessEmpty(folder);
    Files.createDirectories(folder);
    long bytes = 0;
    int broken = 0;
    for (int index = 0; index < dumps; index++) {
      SampleDump dump = dump(index);
      dump.write(folder);
      bytes += dump.file().length();
      broken += dump.breakage().isPresent() ? 1 : 0;
      progress.accept(index + 1);
    }
    return new Summary(dumps, bytes, broken);
  }

  /** The dump at an index from 0 on. */
  public SampleDump dump(int index) {
    return switch (role(index)) {
      case BROKEN -> broken(index);
      case COPY -> copy(index);
      case TWIN -> twin(index);
      case MEMORY -> memoryDump(index);
      case MINIDUMP -> minidump(index);
    };
  }

  private SampleDump minidump(int index) {
    SampleCrash crash = crash(index);
    DumpImage image = new CrashDump(crash, content(index), usersBlobs).minidump();
    return plain(index, FleetPaths.minidump(crash, index), crash, image);
  }

  private SampleDump memoryDump(int index) {
    SampleCrash crash = crash(index);
    DumpImage image = new CrashDump(crash, content(index), usersBlobs).memoryDump();
    return plain(index, FleetPaths.memoryDump(crash, index), crash, image);
  }

  private static SampleDump plain(int index, String path, SampleCrash crash, DumpImage image) {
    return new SampleDump(
        index,
        path,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        crash,
        image,
        Optional.empty());
  }

  private SampleDump broken(int index) {
    SplittableRandom names = Draws.of(seed, Draws.Purpose.NAMES, index);
    return Draws.chance(names, HOSTILE_PERCENT) ? hostile(index, names) : damaged(index);
  }

  private SampleDump hostile(int index, SplittableRandom names) {
    SampleCrash crash = HostileNames.addTo(crash(index), names);
    return new SampleDump(
        index,
        FleetPaths.archive(crash, index),
        Optional.of(Breakage.HOSTILE_NAMES),
        OptionalInt.empty(),
        OptionalInt.empty(),
        crash,
        new CrashDump(crash, content(index), usersBlobs).minidump(),
        Optional.of(HostileNames.member(names)));
  }

  private SampleDump damaged(int index) {
    SampleCrash crash = crash(index);
    SplittableRandom draw = content(index);
    Breakage breakage = Draws.oneOf(draw, DAMAGES);
    return new SampleDump(
        index,
        FleetPaths.minidump(crash, index),
        Optional.of(breakage),
        OptionalInt.empty(),
        OptionalInt.empty(),
        crash,
        new CrashDump(crash, draw, usersBlobs).broken(breakage),
        Optional.empty());
  }

  private SampleDump twin(int index) {
    SampleCrash crash = crash(index - 1);
    return new SampleDump(
        index,
        FleetPaths.memoryDump(crash, index),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.of(index - 1),
        crash,
        new CrashDump(crash, content(index), usersBlobs).memoryDump(),
        Optional.empty());
  }

  private SampleDump copy(int index) {
    SampleDump original = dump(originalOf(index).orElseThrow());
    return new SampleDump(
        index,
        FleetPaths.copy(index),
        Optional.empty(),
        OptionalInt.of(original.index()),
        OptionalInt.empty(),
        original.crash(),
        original.image(),
        Optional.empty());
  }

  /** The kind of a dump, after a check that its neighbours allow it. */
  private Role role(int index) {
    Role wish = wish(index);
    return switch (wish) {
      case BROKEN, MEMORY, MINIDUMP -> wish;
      case COPY -> originalOf(index).isPresent() ? wish : Role.MINIDUMP;
      case TWIN -> canHaveTwin(index - 1) ? wish : Role.MINIDUMP;
    };
  }

  /**
   * The kind of a dump before faults are added: of 1000 intact ones, 10 copies, 20 twins, 30
   * MEMORY.
   */
  private Role wish(int index) {
    SplittableRandom draw = Draws.of(seed, Draws.Purpose.ROLE, index);
    if (Draws.chance(draw, brokenPercent)) {
      return Role.BROKEN;
    }
    int lot = draw.nextInt(1000);
    if (lot < 10) {
      return Role.COPY;
    }
    if (lot < 30) {
      return Role.TWIN;
    }
    return lot < 60 ? Role.MEMORY : Role.MINIDUMP;
  }

  private boolean canHaveTwin(int index) {
    return index >= 0 && wish(index) == Role.MINIDUMP && !crash(index).live();
  }

  /** The nearest dump before a drawn index that doesn't depend on another one. */
  private OptionalInt originalOf(int index) {
    int back = content(index).nextInt(1, COPY_DISTANCE + 1);
    for (int candidate = index - Math.min(back, index); candidate >= 0; candidate--) {
      Role wish = wish(candidate);
      if (candidate < index && (wish == Role.MINIDUMP || wish == Role.MEMORY)) {
        return OptionalInt.of(candidate);
      }
    }
    return OptionalInt.empty();
  }

  private SampleCrash crash(int index) {
    SplittableRandom draw = Draws.of(seed, Draws.Purpose.CRASH, index);
    int machines = Math.max(LEAST_MACHINES, index / DUMPS_PER_MACHINE + 1);
    return CrashScript.play(Machine.of(seed, draw.nextInt(machines)), draw);
  }

  private SplittableRandom content(int index) {
    return Draws.of(seed, Draws.Purpose.CONTENT, index);
  }

  private static void refuseUnlessEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder");
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new IOException(folder + " is not empty; choose an empty or a new folder");
      }
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @param files dumps, broken ones included
   * @param bytes total length of all files; they use far less space on a file system with sparse
   *     files
   * @param broken dumps that are broken
   */
  public record Summary(int files, long bytes, int broken) {}

  private enum Role {
    BROKEN,
    COPY,
    TWIN,
    MEMORY,
    MINIDUMP
  }
}
