package org.crashtag.sample;

/**
 * The numbers in a dump header, each with its offset in the 64-bit and in the 32-bit form. Sources:
 * kdmp-parser's {@code kdmp-parser-structs.h}, volatility3's {@code crash.json}.
 */
public enum HeaderField {
  MAJOR_VERSION(0x0008, 0x008, 4),
  MINOR_VERSION(0x000C, 0x00C, 4),
  MACHINE_IMAGE_TYPE(0x0030, 0x020, 4),
  NUMBER_PROCESSORS(0x0034, 0x024, 4),
  BUG_CHECK_CODE(0x0038, 0x028, 4),
  PARAMETER_1(0x0040, 8, 0x02C, 4),
  PARAMETER_2(0x0048, 8, 0x030, 4),
  PARAMETER_3(0x0050, 8, 0x034, 4),
  PARAMETER_4(0x0058, 8, 0x038, 4),
  NUMBER_OF_RUNS(0x0088, 0x064, 4),
  NUMBER_OF_PAGES(0x0090, 8, 0x068, 4),
  EXCEPTION_CODE(0x0F00, 0x7D0, 4),
  EXCEPTION_ADDRESS(0x0F10, 8, 0x7DC, 4),
  DUMP_TYPE(0x0F98, 0xF88, 4),
  REQUIRED_DUMP_SPACE(0x0FA0, 0xFA0, 8),
  SYSTEM_TIME(0x0FA8, 0xFC0, 8),
  SYSTEM_UP_TIME(0x1030, 0xFB8, 8),
  MINI_DUMP_FIELDS(0x1038, 0xF8C, 4),
  SECONDARY_DATA_STATE(0x103C, 0xF90, 4),
  PRODUCT_TYPE(0x1040, 0xF94, 4),
  SUITE_MASK(0x1044, 0xF98, 4),
  WRITER_STATUS(0x1048, 0xF9C, 4),
  KD_SECONDARY_VERSION(0x104D, 0x05D, 1),
  ATTRIBUTES(0x1050, -1, 4),
  BOOT_ID(0x1054, -1, 4);

  private final int wideOffset;
  private final int wideBytes;
  private final int narrowOffset;
  private final int narrowBytes;

  HeaderField(int wideOffset, int narrowOffset, int bytes) {
    this(wideOffset, bytes, narrowOffset, bytes);
  }

  HeaderField(int wideOffset, int wideBytes, int narrowOffset, int narrowBytes) {
    this.wideOffset = wideOffset;
    this.wideBytes = wideBytes;
    this.narrowOffset = narrowOffset;
    this.narrowBytes = narrowBytes;
  }

  /** Whether the header of this kind of machine has the field. */
  public boolean existsOn(MachineKind machine) {
    return machine.wide() || narrowOffset >= 0;
  }

  void draw(Pen header, MachineKind machine, long value) {
    header
        .at(machine.wide() ? wideOffset : narrowOffset)
        .number(value, machine.wide() ? wideBytes : narrowBytes);
  }
}
