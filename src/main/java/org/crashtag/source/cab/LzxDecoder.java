package org.crashtag.source.cab;

/** LZX, as described at {@link LzxFormat}. A frame is one block of the cabinet. */
final class LzxDecoder implements BlockDecoder {
  private final LzxBits bits = new LzxBits();
  private final LzxWindow window;
  private final LzxTrees trees;
  private final LzxSymbols symbols;
  private E8Translation translation;
  private int frames;
  private long decoded;

  private int blockType;
  private int blockLeft;
  private boolean blockIsOdd;

  /** The padding byte after a raw block of odd length is still to be skipped. */
  private boolean padPending;

  private byte[] output;
  private int start;

  LzxDecoder(CabinetFolder folder) {
    this.window = new LzxWindow(folder.windowBits(), folder.mostBytes());
    this.trees = new LzxTrees(folder.windowBits());
    this.symbols = new LzxSymbols(bits, trees, window);
  }

  @Override
  public void decode(DataBlock block) {
    bits.open(block, padPending ? 1 : 0);
    padPending = false;
    if (frames == 0) {
      readStreamHeader();
    }
    window.makeRoom(block.bytes());
    start = window.position();
    int left = block.bytes();
    while (left > 0) {
      if (blockLeft == 0) {
        readBlockHeader();
      }
      int run = Math.min(blockLeft, left);
      decodeRun(run);
      blockLeft -= run;
      left -= run;
    }
    if (blockLeft == 0 && blockType == LzxFormat.RAW && blockIsOdd) {
      padPending = !bits.skipRaw();
      blockIsOdd = false;
    }
    bits.verifyInside();
    takeOutput(block.bytes());
  }

  private void readStreamHeader() {
    if (bits.read(1) == 1) {
      int high = bits.read(16);
      translation = new E8Translation(high << 16 | bits.read(16));
    }
  }

  private void readBlockHeader() {
    if (blockType == LzxFormat.RAW && blockIsOdd) {
      bits.skipRaw();
    }
    blockType = bits.read(3);
    blockLeft = bits.read(24);
    blockIsOdd = (blockLeft & 1) != 0;
    if (blockLeft == 0) {
      throw bits.corrupt("an LZX block of no bytes");
    }
    switch (blockType) {
      case LzxFormat.VERBATIM -> trees.readMainAndLength(bits);
      case LzxFormat.ALIGNED -> {
        trees.readAligned(bits);
        trees.readMainAndLength(bits);
      }
      case LzxFormat.RAW -> {
        bits.startRaw();
        symbols.repeated(bits.rawInt(), bits.rawInt(), bits.rawInt());
      }
      default -> throw bits.corrupt("LZX block type " + blockType);
    }
  }

  private void decodeRun(int size) {
    if (blockType == LzxFormat.RAW) {
      bits.copyRaw(window.bytes(), window.position(), size);
      window.position(window.position() + size);
    } else {
      symbols.decode(size, blockType == LzxFormat.ALIGNED);
    }
  }

  private void takeOutput(int size) {
    if (translation != null && E8Translation.concerns(frames, size)) {
      output = translation.translate(window.bytes(), start, size, (int) decoded);
      start = 0;
    } else {
      output = window.bytes();
    }
    frames++;
    decoded += size;
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public int outputStart() {
    return start;
  }

  @Override
  public void close() {}
}
