package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The loaded and the unloaded drivers that a triage dump lists. Entries that can be read are kept;
 * each fault is reported once.
 */
public final class ModuleList {
  private static final long MOST_LOADED = 10_000;
  private static final long MOST_UNLOADED = 1_000;
  private static final long MOST_POOL_BYTES = 4 << 20;

  /**
   * A loaded driver's entry.
   *
   * @param bytes of the entry
   * @param base offset of DllBase in it; NameOffset is at 0
   */
  private record LoadedLayout(
      int bytes, int base, int sizeOfImage, int checkSum, int timeDateStamp) {
    /** 64-bit only: the low bits are KLDR_DATA_TABLE_ENTRY's SignatureLevel. */
    static final int SIGNING = 0x76;

    static final int SIGNING_LEVEL_BITS = 0xF;

    static final LoadedLayout WIDE = new LoadedLayout(0x90, 0x38, 0x48, 0x80, 0x88);
    static final LoadedLayout NARROW = new LoadedLayout(0x4C, 0x1C, 0x24, 0x44, 0x48);
  }

  /**
   * An unloaded driver's entry: UNICODE_STRING, whose length in bytes comes first, WCHAR[12], start
   * and end. A pointer-sized count precedes the first entry.
   */
  private record UnloadedLayout(int bytes, int name, int start, int end) {
    static final int NAME_BYTES = 24;
    static final UnloadedLayout WIDE = new UnloadedLayout(56, 16, 40, 48);
    static final UnloadedLayout NARROW = new UnloadedLayout(40, 8, 32, 36);
  }

  private final DumpHeader header;
  private final TriageHeader triage;
  private final TriageBytes dump;
  private final WindowsModules windows;
  private final Consumer<MalformedException> faults;
  private Bytes loaded = Bytes.NONE;
  private Bytes unloaded = Bytes.NONE;
  private Bytes pool = Bytes.NONE;
  private boolean nameFaultTold;

  private ModuleList(
      DumpHeader header,
      TriageBytes dump,
      WindowsModules windows,
      Consumer<MalformedException> faults) {
    this.header = header;
    this.triage = dump.triage();
    this.dump = dump;
    this.windows = windows;
    this.faults = faults;
  }

  /**
   * Reads both lists, loaded drivers first.
   *
   * @param windows determines which of them are parts of Windows
   */
  public static List<Module> read(
      DumpHeader header,
      TriageBytes dump,
      WindowsModules windows,
      Consumer<MalformedException> faults)
      throws IOException {
    ModuleList list = new ModuleList(header, dump, windows, faults);
    list.readAreas();
    List<Module> modules = new ArrayList<>();
    list.addLoaded(modules);
    list.addUnloaded(modules);
    return modules;
  }

  /** Checks that the dump has the mark of a completely written dump. */
  public static void checkMark(
      DumpHeader header, TriageBytes dump, Consumer<MalformedException> faults) throws IOException {
    long at = dump.triage().validOffset();
    try {
      verify(
          dump.require(at, 4, header.format().headerBytes, "the mark TRGD").hasAscii(0, "TRGD"),
          Reason.CORRUPT,
          at,
          "TRGD, the mark of a completely written minidump, is missing");
    } catch (MalformedException e) {
      faults.accept(e);
    }
  }

  /** The parts of the file with the lists, as far as the header is plausible. */
  public static void addParts(DumpHeader header, TriageHeader triage, TriageParts parts) {
    boolean wide = header.format().pointerBytes == 8;
    int loaded = (wide ? LoadedLayout.WIDE : LoadedLayout.NARROW).bytes;
    if (triage.driverCount() <= MOST_LOADED) {
      parts.add(triage.driverListOffset(), triage.driverCount() * loaded);
    }
    if (triage.stringPoolSize() <= MOST_POOL_BYTES) {
      parts.add(triage.stringPoolOffset(), triage.stringPoolSize());
    }
    // The list's length is stored in it. If nothing follows, the list can be read after it is
    // known.
    parts.add(triage.unloadedDriversOffset(), header.format().pointerBytes);
  }

  private boolean wide() {
    return header.format().pointerBytes == 8;
  }

  private LoadedLayout loadedLayout() {
    return wide() ? LoadedLayout.WIDE : LoadedLayout.NARROW;
  }

  private UnloadedLayout unloadedLayout() {
    return wide() ? UnloadedLayout.WIDE : UnloadedLayout.NARROW;
  }

  /** A part of the file that contains one of the lists. */
  private record Area(long offset, Reader reader) {}

  private interface Reader {
    void read() throws IOException;
  }

  /** If they are too far apart to be held in memory, earlier parts can't be read any more. */
  private void readAreas() throws IOException {
    List<Area> areas = new ArrayList<>();
    if (triage.driverCount() > 0) {
      areas.add(new Area(triage.driverListOffset(), this::readLoaded));
      areas.add(new Area(triage.stringPoolOffset(), this::readPool));
    }
    if (triage.unloadedDriversOffset() > 0) {
      areas.add(new Area(triage.unloadedDriversOffset(), this::readUnloaded));
    }
    areas.sort(Comparator.comparingLong(Area::offset));
    for (Area area : areas) {
      try {
        area.reader.read();
      } catch (MalformedException e) {
        faults.accept(e);
      }
    }
  }

  private Bytes area(long offset, long size, long most, String what) throws IOException {
    verify(size <= most, Reason.LIMIT, offset, what + " takes " + size + " bytes");
    return dump.require(offset, size, header.format().headerBytes, what);
  }

  private void readLoaded() throws IOException {
    int entry = loadedLayout().bytes;
    loaded =
        area(
            triage.driverListOffset(),
            triage.driverCount() * entry,
            MOST_LOADED * entry,
            "the list of drivers");
  }

  private void readPool() throws IOException {
    pool =
        area(
            triage.stringPoolOffset(),
            triage.stringPoolSize(),
            MOST_POOL_BYTES,
            "the pool of driver names");
  }

  private void readUnloaded() throws IOException {
    int entry = unloadedLayout().bytes;
    int pointer = header.format().pointerBytes;
    long at = triage.unloadedDriversOffset();
    long count = area(at, pointer, pointer, "the count of unloaded drivers").u32(0);
    String what = "the list of unloaded drivers";
    unloaded = area(at, pointer + count * entry, pointer + MOST_UNLOADED * entry, what);
    unloaded = unloaded.slice(pointer, unloaded.length() - pointer);
  }

  private void addLoaded(List<Module> modules) {
    LoadedLayout layout = loadedLayout();
    for (int at = 0; at < loaded.length(); at += layout.bytes) {
      String name = loadedName(at);
      long timestamp = loaded.u32(at + layout.timeDateStamp);
      Long level = signingLevel(at);
      modules.add(
          new Module(
              name,
              pointer(loaded, at + layout.base),
              loaded.u32(at + layout.sizeOfImage),
              timestamp,
              loaded.u32(at + layout.checkSum),
              false,
              level,
              windows.hasLoaded(header, name, timestamp, level)));
    }
  }

  /** Earlier builds have another value there. */
  private Long signingLevel(int entry) {
    return wide() && WindowsModules.isReproducible(header)
        ? (Long) (long) (loaded.u16(entry + LoadedLayout.SIGNING) & LoadedLayout.SIGNING_LEVEL_BITS)
        : null;
  }

  /**
   * Null if the offset or the length in the pool is impossible, which is reported once per dump.
   */
  private String loadedName(int entry) {
    long offset = loaded.u32(entry);
    long at = offset - pool.offset();
    if (at >= 0 && at + 4 <= pool.length()) {
      long bytes = 2 * pool.u32((int) at);
      if (bytes <= pool.length() - at - 4) {
        return fileName(pool.utf16((int) at + 4, (int) bytes));
      }
    }
    nameFault(
        loaded.offset() + entry, "the list puts a driver's name at 0x" + Long.toHexString(offset));
    return null;
  }

  private void nameFault(long offset, String message) {
    if (!nameFaultTold) {
      nameFaultTold = true;
      faults.accept(new MalformedException(Reason.CORRUPT, offset, message));
    }
  }

  private void addUnloaded(List<Module> modules) {
    UnloadedLayout layout = unloadedLayout();
    for (int at = 0; at < unloaded.length(); at += layout.bytes) {
      int length = Math.min(unloaded.u16(at), UnloadedLayout.NAME_BYTES);
      long start = pointer(unloaded, at + layout.start);
      String name = fileName(unloaded.utf16(at + layout.name, length));
      modules.add(
          new Module(
              name,
              start,
              pointer(unloaded, at + layout.end) - start,
              null,
              null,
              true,
              null,
              windows.hasName(name)));
    }
  }

  private long pointer(Bytes bytes, int at) {
    return wide() ? bytes.i64(at) : bytes.u32(at);
  }

  /** The name without its folder, which can contain a user's name. */
  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }
}
