package org.crashtag.sample;

import java.util.List;
import java.util.Optional;

/**
 * The part between the header of a minidump and its tagged region. Offsets in it count from the
 * file's start.
 *
 * <pre>
 * triage header | module list | string pool | unloaded drivers | process | thread | stack
 * | table of data blocks | data blocks | filler | hole | "TRGD"
 * </pre>
 *
 * Source: the format's description as measured in real files.
 */
final class TriageBody {
  private static final int TRIAGE_HEADER_BYTES = 0x100;
  private static final int UNLOADED_NAME_CHARACTERS = 12;

  private final MachineKind machine;
  private final Pen pen;

  private TriageBody(MachineKind machine) {
    this.machine = machine;
    pen = new Pen(0x4000);
  }

  /**
   * Writes the body.
   *
   * @param stack of the crashed thread; empty for a dump without a stack
   * @param atLeast the body ends no earlier than here, from the file's start
   * @param step the body ends at a multiple of it
   * @param claimedSize SizeOfDump as claimed; if negative, the real size
   * @return the real end of the body
   */
  static long draw(
      DumpImage.Sketch sketch,
      MachineKind machine,
      List<SampleModule> modules,
      List<UnloadedDriver> unloaded,
      Optional<SampleStack> stack,
      byte[] filler,
      long atLeast,
      int step,
      long claimedSize) {
    TriageBody body = new TriageBody(machine);
    body.drawLists(modules, unloaded);
    stack.ifPresent(crashed -> crashed.draw(sketch, body.pen));
    body.pen.align(8).raw(filler);
    long end = Pen.alignUp(Math.max(body.here() + 4L, atLeast), step);
    body.pen.at(0x04).u32(claimedSize < 0 ? end : claimedSize).u32(end - 4);
    body.pen.u32(machine.wide() ? 0x348 : 0x320).u32(machine.wide() ? 0xF00 : 0x7D0);
    sketch.draw(machine.headerBytes(), body.pen.toBytes());
    sketch.draw(end - 4, new byte[] {'T', 'R', 'G', 'D'});
    return end;
  }

  private void drawLists(List<SampleModule> modules, List<UnloadedDriver> unloaded) {
    int listStart = TRIAGE_HEADER_BYTES;
    int poolStart = listStart + modules.size() * (machine.wide() ? 0x90 : 0x4C);
    pen.at(poolStart).align(8);
    long poolOffset = here();
    long[] names = drawStrings(modules);
    long poolBytes = here() - poolOffset;
    pen.align(8);
    long unloadedOffset = here();
    drawUnloaded(unloaded);
    int behind = pen.position();
    for (int i = 0; i < names.length; i++) {
      drawModule(listStart, i, names[i], modules.get(i));
    }
    pen.at(0x18).u32(unloadedOffset);
    pen.at(0x30).u32(machine.headerBytes() + listStart).u32(modules.size());
    pen.at(0x38).u32(poolOffset).u32(poolBytes);
    pen.at(behind);
  }

  /** Each string: u32 characters, UTF-16, NUL. */
  private long[] drawStrings(List<SampleModule> modules) {
    long[] offsets = new long[modules.size()];
    for (int i = 0; i < offsets.length; i++) {
      String path = modules.get(i).path();
      offsets[i] = here();
      pen.u32(path.length()).utf16(path).u16(0).align(8);
    }
    return offsets;
  }

  private void drawModule(int listStart, int index, long name, SampleModule module) {
    if (machine.wide()) {
      int start = listStart + index * 0x90;
      pen.at(start).u32(name).at(start + 0x38).u64(module.base());
      pen.at(start + 0x48).u32(module.size());
      pen.at(start + 0x76).u16(module.signingLevel());
      pen.at(start + 0x80).u32(module.checksum()).at(start + 0x88).u32(module.timestamp());
    } else {
      int start = listStart + index * 0x4C;
      pen.at(start).u32(name).at(start + 0x1C).u32(module.base());
      pen.at(start + 0x24).u32(module.size());
      pen.at(start + 0x44).u32(module.checksum()).u32(module.timestamp());
    }
  }

  /** Count, then for each: UNICODE_STRING, twelve characters, start, end. */
  private void drawUnloaded(List<UnloadedDriver> unloaded) {
    int pointer = machine.pointerBytes();
    pen.number(unloaded.size(), pointer);
    for (UnloadedDriver driver : unloaded) {
      int characters = Math.min(driver.name().length(), UNLOADED_NAME_CHARACTERS);
      pen.u16(2L * characters).u16(2L * UNLOADED_NAME_CHARACTERS).align(pointer);
      pen.number(driver.start(), pointer);
      int name = pen.position();
      pen.utf16(driver.name().substring(0, characters));
      pen.at(name + 2 * UNLOADED_NAME_CHARACTERS);
      pen.number(driver.start(), pointer).number(driver.end(), pointer);
    }
  }

  private long here() {
    return machine.headerBytes() + (long) pen.position();
  }
}
