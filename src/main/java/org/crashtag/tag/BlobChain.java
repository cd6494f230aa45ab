package org.crashtag.tag;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.dump.Region;

/**
 * Walks the blobs of a tagged region (its layout is drawn at {@link Region}), always forward.
 *
 * <p>There is no count: the chain ends at the file's end or at a header size that is not 32. The
 * newer kernel writer ends it with zeros, and stale content of other files may follow; the older
 * one ends it with the file.
 */
public final class BlobChain {
  /** How a chain ended. */
  public enum End {
    END_OF_FILE,
    TERMINATOR,
    /** The file ends inside a header, a blob or its padding. */
    TRUNCATED,
    /** A header has an impossible size. */
    CORRUPT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in tables. */
    public String label() {
      return label;
    }
  }

  /** A kernel calls a few dozen callbacks. A longer chain was made to exhaust the reader. */
  private static final int MOST_BLOBS = 65_536;

  private static final int COPY_STEP = 1 << 16;

  private final Window window;
  private long next;
  private int count;
  private TaggedBlob blob;
  private long kept;
  private long postPad;
  private boolean padded;
  private End end;
  private MalformedException fault;

  /** Receives each piece of a blob's data. */
  public interface Sink {
    void accept(Bytes piece) throws IOException;
  }

  /** Reads the region's header. If it is invalid, the chain is empty and corrupt. */
  public BlobChain(Window window, Region region) throws IOException {
    this.window = window;
    this.next = region.offset();
    try {
      Bytes header = window.require(next, Region.FILE_HEADER_BYTES, "the tagged region's header");
      verify(
          header.u32(8) == Region.FILE_HEADER_BYTES,
          Reason.CORRUPT,
          next + 8,
          () -> "HeaderSize of the tagged region is " + header.u32(8));
      next += Region.FILE_HEADER_BYTES;
    } catch (MalformedException e) {
      endWith(e.reason() == Reason.TRUNCATED ? End.TRUNCATED : End.CORRUPT, e);
    }
  }

  private void endWith(End how, MalformedException why) {
    end = how;
    fault = why;
  }

  /** Goes to the next blob; false at the chain's end. */
  public boolean advance() throws IOException {
    if (end == null && blob != null) {
      leaveBlob();
    }
    if (end != null) {
      return false;
    }
    try {
      readHeader();
    } catch (MalformedException e) {
      endWith(e.reason() == Reason.TRUNCATED ? End.TRUNCATED : End.CORRUPT, e);
    }
    return end == null;
  }

  private void readHeader() throws IOException {
    Bytes header = window.peek(next, Region.BLOB_HEADER_BYTES);
    if (header.length() == 0) {
      end = End.END_OF_FILE;
      return;
    }
    if (header.length() < Region.BLOB_HEADER_BYTES ? header.isZero() : header.u32(0) == 0) {
      end = End.TERMINATOR;
      return;
    }
    verify(
        header.length() == Region.BLOB_HEADER_BYTES,
        Reason.TRUNCATED,
        next + header.length(),
        () -> "the header of blob " + count + " is cut off");
    verify(
        header.u32(0) == Region.BLOB_HEADER_BYTES,
        Reason.CORRUPT,
        next,
        () -> "HeaderSize of blob " + count + " is 0x" + Long.toHexString(header.u32(0)));
    verify(count < MOST_BLOBS, Reason.LIMIT, next, () -> "more than " + MOST_BLOBS + " blobs");
    long data = next + Region.BLOB_HEADER_BYTES + header.u32(0x18);
    blob = new TaggedBlob(count, header.guid(4), next, data, header.u32(0x14));
    postPad = header.u32(0x1C);
    padded = padded || postPad > 0;
    kept = -1;
    count++;
  }

  private void leaveBlob() throws IOException {
    long dataEnd = blob.dataOffset() + blob.bytes();
    next = dataEnd + postPad;
    if (keptBytes() < blob.bytes()) {
      next = window.reach(blob.dataOffset() + kept);
      endWith(
          End.TRUNCATED,
          new MalformedException(
              Reason.TRUNCATED,
              next,
              "the blob claims " + blob.bytes() + " bytes, " + kept + " are there"));
    } else if (window.reach(next) < next) {
      next = window.reach(next);
      String message = "the padding after blob " + blob.ordinal() + " is cut off";
      endWith(End.TRUNCATED, new MalformedException(Reason.TRUNCATED, next, message));
    }
  }

  /** The blob that {@link #advance} reached. */
  public TaggedBlob blob() {
    return blob;
  }

  /** How many of the blob's bytes are in the file. Its data can't be read after this. */
  public long keptBytes() throws IOException {
    if (kept < 0) {
      long dataEnd = blob.dataOffset() + blob.bytes();
      kept = Math.max(0, window.reach(dataEnd) - blob.dataOffset());
    }
    return kept;
  }

  /** The blob's data, as far as it is in the file. Nothing larger than {@code limit} is read. */
  public Bytes read(int limit) throws IOException {
    verify(
        blob.bytes() <= limit,
        Reason.LIMIT,
        blob.dataOffset(),
        () ->
            "the blob of "
                + blob.bytes()
                + " bytes is larger than the "
                + limit
                + " that are decoded");
    if (blob.bytes() == 0 || window.reach(blob.dataOffset()) < blob.dataOffset()) {
      return Bytes.of(new byte[0], 0, 0, blob.dataOffset());
    }
    return window.peek(blob.dataOffset(), (int) blob.bytes());
  }

  /** Passes the blob's data on in pieces, without a limit on its size. */
  public void copyTo(Sink sink) throws IOException {
    copyTo(blob.bytes(), sink);
  }

  /** Passes the first {@code most} bytes of the blob's data on in pieces. */
  public void copyTo(long most, Sink sink) throws IOException {
    long at = blob.dataOffset();
    long dataEnd = at + Math.min(most, blob.bytes());
    if (window.reach(at) < at) {
      return;
    }
    while (at < dataEnd) {
      Bytes piece = window.peek(at, (int) Math.min(COPY_STEP, dataEnd - at));
      if (piece.length() == 0) {
        return;
      }
      sink.accept(piece);
      at += piece.length();
    }
  }

  /** How the chain ended; null before its end. */
  public End end() {
    return end;
  }

  /** The fault that ended the chain, if one did. */
  public Optional<MalformedException> fault() {
    return Optional.ofNullable(fault);
  }

  /** The current offset; after the end of the chain, the first offset after it. */
  public long position() {
    return next;
  }

  /** Whether any blob was followed by padding, which only the older writer does. */
  public boolean padded() {
    return padded;
  }

  /** The number of blobs so far. */
  public int count() {
    return count;
  }
}
