package org.crashtag.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.dump.stack.CrashRules;
import org.crashtag.dump.stack.TriageContents;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.UnloadedDriver;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleListTest {
  private static final int HEADER = 0x2000;
  private final List<MalformedException> faults = new ArrayList<>();
  private long bytesRead;

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void loadedAndThenUnloadedDriversAreListed(MachineKind machine) throws IOException {
    long top = machine.wide() ? 0xFFFFF80000000000L : 0;
    DumpBuilder builder =
        DumpBuilder.of(machine, DumpKind.TRIAGE)
            .module(new SampleModule("ntoskrnl.exe", top + 0x80000000L, 0x1046000, 0xABCDE, 2))
            .module(
                new SampleModule(
                    "\\??\\C:\\Users\\ann\\acme.sys", top + 0xF0000000L, 0x9000, 0, 0xF1234567L))
            .unloaded(new UnloadedDriver("gone.sys", top, top + 0x1000))
            .unloaded(new UnloadedDriver("dump_storage.sys", top + 0x90000000L, top + 0x90010000L));

    assertThat(read(builder))
        .containsExactly(
            new Module(
                "ntoskrnl.exe", top + 0x80000000L, 0x1046000, 2L, 0xABCDEL, false, null, true),
            new Module("acme.sys", top + 0xF0000000L, 0x9000, 0xF1234567L, 0L, false, null, false),
            new Module("gone.sys", top, 0x1000, null, null, true, null, false),
            new Module("dump_storage", top + 0x90000000L, 0x10000, null, null, true, null, true));
    assertThat(faults).isEmpty();
  }

  @Test
  void dumpWithoutModulesHasNone() throws IOException {
    assertThat(read(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE))).isEmpty();
    assertThat(faults).isEmpty();
  }

  @Test
  void anyNameIsKept() throws IOException {
    SampleModule odd = new SampleModule("a\\\u00FCber/\u6F22\u0007.sys", 1, 2, 3, 4);
    SampleModule none = new SampleModule("folder\\", 1, 2, 3, 4);

    assertThat(read(minidump().module(odd).module(none)))
        .extracting(Module::name)
        .containsExactly("\u6F22\u0007.sys", "");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x1FFF, 0x7FFFFFFFL, 0xFFFFFFFFL})
  void nameOutsideThePoolIsNullAndToldOnce(long offset) throws IOException {
    DumpBuilder builder = threeModules();
    long list = u32(builder, HEADER + 0x30);
    builder.patch(list, u32(offset)).patch(list + 0x90, u32(offset));

    assertThat(read(builder)).extracting(Module::name).containsExactly(null, null, "c.sys");
    assertFault(Reason.CORRUPT, "the list puts a driver's name at 0x" + Long.toHexString(offset));
  }

  @ParameterizedTest
  @ValueSource(longs = {200, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL})
  void nameLongerThanThePoolIsNull(long characters) throws IOException {
    DumpBuilder builder = threeModules();
    long list = u32(builder, HEADER + 0x30);
    long name = u32(builder, (int) list + 0x90);
    builder.patch(name, u32(characters));

    assertThat(read(builder)).extracting(Module::name).containsExactly("a.sys", null, "c.sys");
    assertFault(Reason.CORRUPT, "a driver's name");
  }

  @ParameterizedTest
  @CsvSource({
    "2000,       CORRUPT, runs past the dump's end",
    "10001,      LIMIT,   the list of drivers takes",
    "4294967295, LIMIT,   the list of drivers takes"
  })
  void moreDriversThanThereCanBeAreNone(long count, Reason reason, String message)
      throws IOException {
    assertThat(read(threeModules().patch(HEADER + 0x34, u32(count)))).isEmpty();
    assertFault(reason, message);
  }

  @ParameterizedTest
  @CsvSource({
    "100,        CORRUPT, runs past the dump's end",
    "1001,       LIMIT,   the list of unloaded drivers takes",
    "4294967295, LIMIT,   the list of unloaded drivers takes"
  })
  void moreUnloadedDriversThanThereCanBeAreNone(long count, Reason reason, String message)
      throws IOException {
    DumpBuilder builder = threeModules().unloaded(new UnloadedDriver("gone.sys", 1, 2));
    long at = u32(builder, HEADER + 0x18);

    assertThat(read(builder.patch(at, u32(count)))).hasSize(3).noneMatch(Module::unloaded);
    assertFault(reason, message);
  }

  @Test
  void unloadedNameLongerThanItsFieldIsCut() throws IOException {
    DumpBuilder builder = minidump().unloaded(new UnloadedDriver("twelve_chars", 1, 2));
    long at = u32(builder, HEADER + 0x18);

    assertThat(read(builder.patch(at + 8, new byte[] {(byte) 0xFF, (byte) 0xFF})))
        .extracting(Module::name)
        .containsExactly("twelve_chars");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x18, 0x30, 0x38, 0x08})
  void areaOutsideTheDumpCostsThatAreaAlone(int field) throws IOException {
    for (long offset : new long[] {0x1FFF, 0x7FFFFFFF, 0xFFFFFFFFL}) {
      faults.clear();
      DumpBuilder builder = threeModules().unloaded(new UnloadedDriver("gone.sys", 1, 2));
      List<Module> modules = read(builder.patch(HEADER + field, u32(offset)));

      assertThat(faults).isNotEmpty();
      assertThat(faults.get(0).reason()).isEqualTo(Reason.CORRUPT);
      assertThat(faults.get(0))
          .hasMessageStartingWith("the triage header points outside the dump: ");
      assertThat(modules).hasSize(field == 0x18 ? 3 : field == 0x30 ? 1 : 4);
    }
  }

  @Test
  void poolThatClaimsTooMuchCostsTheNames() throws IOException {
    List<Module> modules = read(threeModules().patch(HEADER + 0x3C, u32(0xFFFFFFFFL)));

    assertThat(modules).extracting(Module::name).containsExactly(null, null, null);
    assertThat(modules).extracting(Module::base).containsExactly(0x1000L, 0x2000L, 0x3000L);
    assertThat(faults.get(0).reason()).isEqualTo(Reason.LIMIT);
    assertThat(bytesRead).isLessThan(1 << 16);
  }

  @Test
  void areasInAnyOrderAreReadForward() throws IOException {
    DumpBuilder builder = threeModules();
    byte[] whole = DumpBytes.of(builder);
    long list = u32(builder, HEADER + 0x30);
    long end = u32(builder, HEADER + 0x04);
    byte[] moved = new byte[3 * 0x90];
    System.arraycopy(whole, (int) list, moved, 0, moved.length);
    DumpBuilder backwards =
        threeModules()
            .filler(new byte[0x4000])
            .patch(end + 0x1000, moved)
            .patch(HEADER + 0x30, u32(end + 0x1000));

    assertThat(read(backwards)).extracting(Module::name).containsExactly("a.sys", "b.sys", "c.sys");
    assertThat(faults).isEmpty();
  }

  @Test
  void missingMarkIsToldAndNothingElseLost() throws IOException {
    DumpBuilder builder = threeModules();
    long mark = u32(builder, HEADER + 0x08);

    assertThat(read(builder.patch(mark, "XXXX".getBytes(StandardCharsets.US_ASCII)))).hasSize(3);
    assertFault(Reason.CORRUPT, "TRGD");
    assertThat(faults.get(0).offset()).isEqualTo(mark);
  }

  private static DumpBuilder minidump() {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE);
  }

  private static DumpBuilder threeModules() {
    return minidump()
        .module(new SampleModule("a.sys", 0x1000, 1, 2, 3))
        .module(new SampleModule("b.sys", 0x2000, 1, 2, 3))
        .module(new SampleModule("c.sys", 0x3000, 1, 2, 3));
  }

  private List<Module> read(DumpBuilder builder) throws IOException {
    ArrayContent content = ArrayContent.of(DumpBytes.of(builder)).streamed();
    Window window = new Window(content);
    Dump dump = Dump.read(window);
    List<Module> modules =
        TriageContents.readModules(dump, window, CrashRules.of(Map.of()).windows(), faults::add);
    bytesRead = content.bytesRead();
    return modules;
  }

  private void assertFault(Reason reason, String message) {
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).reason()).isEqualTo(reason);
    assertThat(faults.get(0)).hasMessageContaining(message);
  }

  private static long u32(DumpBuilder builder, int at) {
    return ByteBuffer.wrap(DumpBytes.of(builder)).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private static byte[] u32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }
}
