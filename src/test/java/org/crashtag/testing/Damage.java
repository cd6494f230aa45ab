package org.crashtag.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.StackFrame;
import org.crashtag.dump.stack.Trust;
import org.crashtag.tag.TaggedBlob;

/**
 * Walks damaged forms of one dump. Any damage must result only in rows and rejects, no more than
 * the bytes can hold, or in the one exception. No byte may be read twice.
 */
public final class Damage {
  /** A loaded module, the smallest structure outside a blob that has a row, takes 0x28 bytes. */
  private static final int LEAST_BYTES_OF_A_ROW = 0x20;

  /** How much a buffer may grow beyond the bytes that exist. */
  private static final int BUFFER_STEP = 1 << 16;

  private final byte[] bytes;
  private final DumpWalker walker;

  private long walks;
  private long refused;
  private long rows;
  private long rejects;

  /**
   * Prepares the walks; nothing is damaged yet.
   *
   * @param options what to do with each form: hashing all takes the longest
   */
  public Damage(byte[] bytes, WalkOptions options) {
    this.bytes = bytes;
    this.walker = new DumpWalker(Decoders.load(), options);
  }

  /** The dump without its end. */
  public void cutTo(int length) throws IOException {
    walk(ArrayContent.of(bytes).cutTo(length), "cut to " + length);
  }

  /** The dump with all bits of one byte changed, then only the lowest, then only the highest. */
  public void flip(int offset) throws IOException {
    flip(offset, 0xFF);
    flip(offset, 0x01);
    flip(offset, 0x80);
  }

  /** The dump with some bits of one byte changed. */
  public void flip(int offset, int bits) throws IOException {
    walk(
        ArrayContent.of(bytes).with(offset, bytes[offset] ^ bits),
        "byte " + offset + " changed by " + bits);
  }

  private void walk(ArrayContent content, String damage) throws IOException {
    Count count = new Count();
    walks++;
    try {
      walker.walk(content, count);
      assertThat(count.ended).as(damage).isTrue();
    } catch (MalformedException e) {
      refused++;
      assertThat(count.begun).as(damage).isFalse();
      assertThat(e.getMessage()).as(damage).isNotBlank().doesNotContain("\n");
      assertThat(e.offset()).as(damage).isBetween(0L, (long) bytes.length);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(damage, e);
    }
    if (count.rows * LEAST_BYTES_OF_A_ROW > bytes.length || count.rejects > count.blobs + 8) {
      throw new AssertionError(damage + ": " + count.rows + " rows, " + count.rejects + " rejects");
    }
    if (content.bytesRead() > bytes.length || content.largestRead() > bytes.length + BUFFER_STEP) {
      throw new AssertionError(damage + ": " + content.bytesRead() + " bytes read");
    }
    rows += count.rows;
    rejects += count.rejects;
  }

  /** How many forms were walked. */
  public long walks() {
    return walks;
  }

  /** How many of them were refused as a whole. */
  public long refused() {
    return refused;
  }

  /** Rows of all forms. */
  public long rows() {
    return rows;
  }

  /** Rejects of all forms that were not refused as a whole. */
  public long rejects() {
    return rejects;
  }

  /** Counts rows, and reads each value so that a bad one fails. */
  private static final class Count implements DumpSink {
    private boolean begun;
    private boolean ended;
    private long rows;
    private long blobs;
    private long rejects;

    @Override
    public void begin(Dump dump) {
      begun = true;
    }

    @Override
    public void module(int entry, Module module) {
      rows++;
    }

    @Override
    public void stack(CrashStack stack) {
      for (StackFrame frame : stack.frames()) {
        require(frame.module() == null || frame.moduleOffset() >= 0);
        require((frame.stackAddress() == null) == (frame.trust() != Trust.SCAN));
        rows++;
      }
      rows += stack.devices().size();
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      rows++;
    }

    @Override
    public void blob(BlobFacts facts) {
      rows++;
      blobs++;
      Bytes data = facts.data();
      require(data == null && facts.keptBytes() >= 0);
      require(facts.keptBytes() <= facts.blob().bytes());
      require(facts.sha256() == null || facts.sha256().length() == 64);
    }

    @Override
    public void reject(Reject reject) {
      rejects++;
      require(reject.offset() != null && reject.offset() >= 0);
      require(reject.message().indexOf('\n') < 0);
    }

    @Override
    public void end(RegionFacts facts) {
      ended = true;
      require(facts.tags() == blobs && facts.bytes() >= 0);
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw new AssertionError("a value that can't be");
      }
    }
  }
}
