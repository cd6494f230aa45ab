package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * A cabinet, read from a channel that the caller closes. Not thread-safe. Offsets in exceptions are
 * the cabinet's.
 */
public final class Cabinet {
  private final CabinetInput input;
  private final CabinetHeader header;
  private final List<CabinetFolder> folders;
  private final List<CabinetFile> files;
  private final WorkLimit work;

  /**
   * The first blocks of the first folder, which all its other blocks need, are in another cabinet.
   */
  private final boolean firstIsFromPrevious;

  /** The folder that is being decoded. */
  private Optional<FolderReader> current = Optional.empty();

  private Cabinet(CabinetInput input, long workLimit) throws IOException {
    this.input = input;
    this.header = CabinetHeader.read(input);
    List<CabinetFolder> stated = CabinetFolder.readAll(input, header);
    this.files = CabinetFileTable.read(input, header);
    this.folders = reaching(stated, files, header, input.size());
    this.firstIsFromPrevious = files.stream().anyMatch(Cabinet::isFromPrevious);
    this.work = new WorkLimit(workLimit, input.size());
  }

  /**
   * Reads header, folders and files.
   *
   * @param workLimit how many bytes may be decoded while this cabinet is open; beyond that, streams
   *     fail with {@link Reason#LIMIT}
   * @throws MalformedException with {@link Reason#NOT_CAB}, {@link Reason#TRUNCATED} or {@link
   *     Reason#CORRUPT}
   */
  public static Cabinet open(SeekableByteChannel channel, long workLimit) throws IOException {
    return new Cabinet(new CabinetInput(channel), workLimit);
  }

  /**
   * If a folder's number of blocks didn't fit its field, it gets the number that its members need.
   */
  private static List<CabinetFolder> reaching(
      List<CabinetFolder> stated, List<CabinetFile> files, CabinetHeader header, long size) {
    long[] ends = new long[stated.size()];
    for (CabinetFile file : files) {
      if (file.folder() < ends.length) {
        ends[file.folder()] = Math.max(ends[file.folder()], file.offset() + file.bytes());
      }
    }
    // In a stream, the header tells where the cabinet ends.
    TreeSet<Long> starts = new TreeSet<>(List.of(size == Long.MAX_VALUE ? header.size() : size));
    stated.forEach(folder -> starts.add(folder.dataOffset()));
    List<CabinetFolder> folders = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      long start = stated.get(i).dataOffset();
      Long end = starts.higher(start);
      long room = end == null ? 0 : end - start;
      folders.add(stated.get(i).reaching(ends[i], room, header.blockReserve()));
    }
    return List.copyOf(folders);
  }

  /** In the cabinet's order. Names can occur several times, and members can overlap. */
  public List<CabinetFile> files() {
    return files;
  }

  /**
   * A forward stream over one member; close it before opening the next. Members of one folder that
   * are opened in ascending order of their offsets are decoded in one pass; otherwise the folder is
   * decoded again from its start. Nothing is decoded before it is read. {@code skip} decodes and
   * discards.
   *
   * <p>Reading throws {@link MalformedException} and {@link IOException}.
   *
   * @throws MalformedException {@link Reason#SPANNED} for a member that needs another cabinet of
   *     the set, {@link Reason#UNSUPPORTED} for Quantum and unknown methods, {@link Reason#CORRUPT}
   *     for a member that exceeds its folder
   */
  public InputStream open(CabinetFile file) throws IOException {
    verifyNotSpanned(file);
    CabinetFolder folder = folders.get(file.folder());
    verify(
        file.offset() + file.bytes() <= folder.mostBytes(),
        Reason.CORRUPT,
        header.filesOffset(),
        file.bytes()
            + " bytes at "
            + file.offset()
            + " of a folder of at most "
            + folder.mostBytes());
    Methods.verifySupported(folder);
    return new CabinetFileStream(this, file);
  }

  private void verifyNotSpanned(CabinetFile file) {
    if (isFromPrevious(file) || (file.folder() == 0 && firstIsFromPrevious)) {
      throw spanned(header.previous());
    }
    if (file.folder() == CabinetFileTable.TO_NEXT) {
      throw spanned(header.next());
    }
  }

  private static boolean isFromPrevious(CabinetFile file) {
    return file.folder() == CabinetFileTable.FROM_PREVIOUS
        || file.folder() == CabinetFileTable.FROM_PREVIOUS_TO_NEXT;
  }

  private MalformedException spanned(Optional<String> cabinet) {
    return cabinet
        .map(
            name ->
                new MalformedException(
                    Reason.SPANNED,
                    header.filesOffset(),
                    "a part of its data is in the cabinet " + name))
        .orElseGet(
            () ->
                new MalformedException(
                    Reason.CORRUPT,
                    header.filesOffset(),
                    "a part of its data is in another cabinet, which the header doesn't name"));
  }

  /** Reads bytes of a folder; at least one, at most {@code size}. */
  int read(int folder, long offset, byte[] into, int at, int size) throws IOException {
    return decoding(folder, offset, reader -> reader.read(into, at, size));
  }

  /** Decodes a folder up to {@code offset}. */
  void skipTo(int folder, long offset) throws IOException {
    decoding(folder, offset, reader -> 0);
  }

  private interface FolderAction {
    int run(FolderReader reader) throws IOException;
  }

  /** Runs {@code action} at {@code offset} of a folder; a failed reader is discarded. */
  private int decoding(int folder, long offset, FolderAction action) throws IOException {
    FolderReader reader = readerFor(folders.get(folder), offset);
    boolean done = false;
    try {
      reader.skip(offset - reader.position());
      int result = action.run(reader);
      done = true;
      return result;
    } finally {
      if (!done) {
        drop();
      }
    }
  }

  private FolderReader readerFor(CabinetFolder folder, long offset) {
    // Folders with equal fields decode to the same bytes.
    boolean fits = current.filter(it -> it.folder().equals(folder)).isPresent();
    if (!fits || current.orElseThrow().position() > offset) {
      drop();
      current =
          Optional.of(
              new FolderReader(
                  input, folder, header.blockReserve(), work, Methods.decoder(folder)));
    }
    return current.orElseThrow();
  }

  private void drop() {
    current.ifPresent(FolderReader::close);
    current = Optional.empty();
  }
}
