package org.crashtag.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;

/**
 * A source, or a member of an archive, as it was identified.
 *
 * @param file the source
 * @param member inside it; null outside archives
 * @param bytes its length; negative where nobody knows
 * @param kind by its first bytes
 * @param unit what one worker reads: a file, a whole solid archive, or one member of a zip
 * @param dumpId null if it is not a dump or its header is broken
 * @param cut whether the dump's file ends before its tagged region could begin
 * @param bytesBehind bytes from the start of the tagged region to the end, as far as the header
 *     says; of a cut dump, all bytes that there are
 * @param bytesRead by identifying it
 * @param reject why it can't be used; null if it can
 * @param head the first bytes of a remote source
 */
record Sighting(
    SourceFile file,
    String member,
    long bytes,
    SourceKind kind,
    String unit,
    String dumpId,
    boolean cut,
    long bytesBehind,
    long bytesRead,
    Reject reject,
    Head head) {
  /** No character takes more than three of the 65,535 bytes. */
  private static final int PIECE = 20_000;

  /** By source, then member. */
  static final Comparator<Sighting> BY_PLACE =
      Comparator.comparing((Sighting sighting) -> sighting.file.path())
          .thenComparing(Sighting::member, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** The best sighting of a dump first: the most bytes of its region, then the smallest place. */
  static final Comparator<Sighting> BEST_FIRST =
      Comparator.comparing(Sighting::cut)
          .thenComparing(Comparator.comparingLong(Sighting::bytesBehind).reversed())
          .thenComparing(BY_PLACE);

  /** Without first bytes. */
  Sighting(
      SourceFile file,
      String member,
      long bytes,
      SourceKind kind,
      String unit,
      String dumpId,
      boolean cut,
      long bytesBehind,
      long bytesRead,
      Reject reject) {
    this(file, member, bytes, kind, unit, dumpId, cut, bytesBehind, bytesRead, reject, Head.NONE);
  }

  /** The same with the first bytes of its source. */
  Sighting withHead(Head first) {
    return new Sighting(
        file, member, bytes, kind, unit, dumpId, cut, bytesBehind, bytesRead, reject, first);
  }

  /**
   * What one worker reads. A solid archive is read by one; a zip's members can be read apart,
   * unless it is remote: each of them would ask for the zip's directory.
   *
   * @param zipped whether the source is a zip
   */
  static String unit(SourceFile file, boolean zipped, Member member) {
    boolean apart = zipped && member.path() != null && file.tag().isEmpty();
    return apart ? file.path() + "!" + member.outermost() : file.path();
  }

  /** Whether it is an archive that could be opened. */
  boolean isContainer() {
    return kind.isArchive() && reject == null;
  }

  /** Whether it is a dump that can be decoded. */
  boolean isDump() {
    return dumpId != null && reject == null;
  }

  void write(DataOutput out) throws IOException {
    writeLongText(out, file.path());
    out.writeLong(file.bytes());
    out.writeLong(file.modifiedMicros());
    out.writeUTF(file.tag());
    writeText(out, member);
    out.writeLong(bytes);
    out.writeUTF(kind.name());
    writeLongText(out, unit);
    writeText(out, dumpId);
    out.writeBoolean(cut);
    out.writeLong(bytesBehind);
    out.writeLong(bytesRead);
    out.writeBoolean(reject != null);
    if (reject != null) {
      out.writeUTF(reject.stage().name());
      out.writeUTF(reject.reason().name());
      out.writeBoolean(reject.offset() != null);
      out.writeLong(reject.offset() == null ? 0 : reject.offset());
      writeLongText(out, reject.message());
    }
    head.write(out);
  }

  private static void writeText(DataOutput out, String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      writeLongText(out, text);
    }
  }

  /** A nested member's name can be longer than what {@code writeUTF} takes at once. */
  private static void writeLongText(DataOutput out, String text) throws IOException {
    out.writeInt(text.length());
    for (int at = 0; at < text.length(); at += PIECE) {
      out.writeUTF(text.substring(at, Math.min(text.length(), at + PIECE)));
    }
  }

  private static String readLongText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length <= PIECE) {
      return length == 0 ? "" : in.readUTF();
    }
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(in.readUTF());
    }
    return text.toString();
  }

  static Sighting read(DataInput in) throws IOException {
    SourceFile file = new SourceFile(readLongText(in), in.readLong(), in.readLong(), in.readUTF());
    String member = readText(in);
    long bytes = in.readLong();
    SourceKind kind = SourceKind.valueOf(in.readUTF());
    String unit = readLongText(in);
    String dumpId = readText(in);
    boolean cut = in.readBoolean();
    long bytesBehind = in.readLong();
    long bytesRead = in.readLong();
    Reject reject = in.readBoolean() ? readReject(in) : null;
    return new Sighting(
        file,
        member,
        bytes,
        kind,
        unit,
        dumpId,
        cut,
        bytesBehind,
        bytesRead,
        reject,
        Head.read(in));
  }

  private static String readText(DataInput in) throws IOException {
    return in.readBoolean() ? readLongText(in) : null;
  }

  private static Reject readReject(DataInput in) throws IOException {
    Reject.Stage stage = Reject.Stage.valueOf(in.readUTF());
    Reason reason = Reason.valueOf(in.readUTF());
    boolean placed = in.readBoolean();
    long offset = in.readLong();
    return new Reject(stage, null, null, placed ? offset : null, reason, readLongText(in));
  }
}
