package org.crashtag.source.cab;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** A simple LZX encoder that covers the whole format. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
public final class LzxEncoder implements FolderEncoder {
  /** The kinds of blocks. */
  public enum Block {
    VERBATIM(1),
    ALIGNED(2),
    RAW(3);

    private final int number;

    Block(int number) {
      this.number = number;
    }
  }

  private static final int[] FOOTER_BITS = new int[51];
  private static final int[] POSITIONS = new int[52];

  static {
    for (int slot = 0; slot < FOOTER_BITS.length; slot++) {
      FOOTER_BITS[slot] = slot < 4 ? 0 : slot < 36 ? slot / 2 - 1 : 17;
      POSITIONS[slot + 1] = POSITIONS[slot] + (1 << FOOTER_BITS[slot]);
    }
  }

  private final int windowBits;
  private List<Integer> sizes;
  private final List<Block> kinds;
  private int translationSize;
  private boolean padsInNextFrame;

  private final int mainSymbols;
  private final LzxMatcher matcher;
  private final LzxBitWriter out = new LzxBitWriter();
  private final int[] repeated = {1, 1, 1};
  private byte[] mainLengths;
  private byte[] lengthLengths = new byte[249];
  private long position;
  private boolean padPending;

  /**
   * @param windowBits 15 to 21
   * @param blockBytes in each LZX block, which need not be those of a cabinet's block
   * @param kinds of the blocks, in turn
   */
  public LzxEncoder(int windowBits, int blockBytes, Block... kinds) {
    this.windowBits = windowBits;
    this.sizes = List.of(blockBytes);
    this.kinds = List.of(kinds);
    this.mainSymbols = 256 + 8 * Arrays.binarySearch(POSITIONS, 1 << windowBits);
    this.mainLengths = new byte[mainSymbols];
    this.matcher = new LzxMatcher(1 << windowBits, blockBytes);
  }

  /** Translates CALLs to addresses below {@code size}. */
  public LzxEncoder translation(int size) {
    translationSize = size;
    return this;
  }

  /** Gives the blocks these sizes, none above the usual one, in turn. */
  public LzxEncoder sizes(Integer... blockSizes) {
    sizes = List.of(blockSizes);
    return this;
  }

  /** Puts the byte that fills up a raw block, where it ends with its frame, into the next one. */
  public LzxEncoder padsInNextFrame() {
    padsInNextFrame = true;
    return this;
  }

  @Override
  public int method() {
    return 3 | windowBits << 8;
  }

  @Override
  public void encode(InputStream content, Sink sink) throws IOException {
    InputStream prepared =
        translationSize == 0 ? content : new E8Preparation(content, translationSize);
    out.write(translationSize == 0 ? 0 : 1, 1);
    if (translationSize != 0) {
      out.write(translationSize >>> 16, 16);
      out.write(translationSize & 0xFFFF, 16);
    }
    int blocks = 0;
    byte[] block = prepared.readNBytes(sizes.get(0));
    while (block.length > 0) {
      encodeBlock(block, kinds.get(blocks % kinds.size()), sink);
      blocks++;
      block = prepared.readNBytes(sizes.get(blocks % sizes.size()));
    }
    if (position % BLOCK_BYTES != 0) {
      sink.block(out.take(), (int) (position % BLOCK_BYTES));
    }
  }

  private void encodeBlock(byte[] block, Block kind, Sink sink) throws IOException {
    int at = matcher.append(block, block.length);
    if (padPending) {
      out.rawByte(0);
      padPending = false;
    }
    out.write(kind.number, 3);
    out.write(block.length, 24);
    if (kind == Block.RAW) {
      writeRaw(block, sink);
      for (int i = 0; i < block.length; i++) {
        matcher.pass(at + i);
      }
    } else {
      writeCoded(parse(at, block.length), kind, sink);
    }
  }

  private void writeRaw(byte[] block, Sink sink) throws IOException {
    out.startRaw();
    for (int offset : repeated) {
      out.rawInt(offset);
    }
    int done = 0;
    boolean odd = block.length % 2 != 0;
    while (done < block.length) {
      int size = Math.min(block.length - done, frameLeft());
      out.raw(block, done, size);
      done += size;
      boolean endsWithFrame = size == frameLeft();
      if (done == block.length && odd) {
        padPending = endsWithFrame && padsInNextFrame;
        if (!padPending) {
          out.rawByte(0);
        }
      }
      advance(size, sink);
    }
  }

  private int frameLeft() {
    return BLOCK_BYTES - (int) (position % BLOCK_BYTES);
  }

  private void advance(int size, Sink sink) throws IOException {
    position += size;
    if (position % BLOCK_BYTES == 0) {
      sink.block(out.take(), BLOCK_BYTES);
    }
  }

  private LzxTokens parse(int from, int size) {
    LzxTokens tokens = new LzxTokens(size);
    int done = 0;
    while (done < size) {
      int frameLeft = BLOCK_BYTES - (int) ((position + done) % BLOCK_BYTES);
      int at = from + done;
      int length = matcher.find(at, Math.min(size - done, frameLeft));
      if (length == 0) {
        tokens.literal(matcher.bytes()[at] & 0xFF);
        length = 1;
      } else {
        int slot = slot(matcher.offset());
        tokens.match(slot, slot < 3 ? 0 : matcher.offset() + 2 - POSITIONS[slot], length);
      }
      for (int i = 0; i < length; i++) {
        matcher.pass(at + i);
      }
      done += length;
    }
    return tokens;
  }

  /** The slot of an offset, which becomes the newest of the repeated ones. */
  private int slot(int offset) {
    int slot = 0;
    while (slot < 3 && repeated[slot] != offset) {
      slot++;
    }
    if (slot < 3) {
      repeated[slot] = repeated[0];
    } else {
      int found = Arrays.binarySearch(POSITIONS, offset + 2);
      slot = found >= 0 ? found : -found - 2;
      repeated[2] = repeated[1];
      repeated[1] = repeated[0];
    }
    repeated[0] = offset;
    return slot;
  }

  private void writeCoded(LzxTokens tokens, Block kind, Sink sink) throws IOException {
    LzxCode aligned = tokens.alignedCode();
    if (kind == Block.ALIGNED) {
      for (byte length : aligned.lengths()) {
        out.write(length, 3);
      }
    }
    LzxCode main = tokens.mainCode(mainSymbols);
    LzxLengths.write(out, mainLengths, main.lengths(), 0, 256);
    LzxLengths.write(out, mainLengths, main.lengths(), 256, mainSymbols);
    mainLengths = main.lengths();
    LzxCode length = tokens.lengthCode();
    byte[] next = tokens.hasLengthSymbols() ? length.lengths() : new byte[lengthLengths.length];
    LzxLengths.write(out, lengthLengths, next, 0, next.length);
    lengthLengths = next;

    for (int token = 0; token < tokens.count(); token++) {
      main.write(out, tokens.main(token));
      if (tokens.hasLengthSymbol(token)) {
        length.write(out, tokens.lengthSymbol(token));
      }
      if (tokens.isMatch(token)) {
        writeFooter(tokens.slot(token), tokens.footer(token), kind, aligned);
      }
      advance(tokens.length(token), sink);
    }
  }

  private void writeFooter(int slot, int footer, Block kind, LzxCode aligned) {
    int bits = FOOTER_BITS[slot];
    if (kind == Block.ALIGNED && bits >= 3) {
      out.write(footer >>> 3, bits - 3);
      aligned.write(out, footer & 7);
    } else {
      out.write(footer, bits);
    }
  }
}
