package org.crashtag.decode.smbios;

import java.util.Locale;
import org.crashtag.decode.TypedTable;

/** The table of processors. Three tags describe them, so a dump has rows with several origins. */
public final class ProcessorsTable {
  /** The table {@code processors}. */
  public static final TypedTable<Processor> TABLE =
      TypedTable.ofRecords(
              Processor.class,
              "processors",
              "A processor, as described by one of three tags; origin says which.")
          .text(
              "origin",
              "Source of the row: smbios (a socket), bios_values (the registry) or registers (CPUID"
                  + " and MSRs).",
              processor -> processor.origin.label())
          .text(
              "name",
              "The brand string: SMBIOS's processor version, ProcessorNameString, or CPUID leaves"
                  + " 0x80000002 to 4.",
              Processor::name)
          .text("vendor", "The manufacturer, in the spelling of the source.", Processor::vendor)
          .text(
              "identifier",
              "SMBIOS's processor ID, 8 bytes in hexadecimal, or the registry's Identifier.",
              Processor::identifier)
          .bigint(
              "mhz", "Clock rate in MHz: SMBIOS's current speed, or ~MHz at boot.", Processor::mhz)
          .bigint("cores", "Number of cores of the socket.", Processor::cores)
          .bigint("threads", "Number of hardware threads of the socket.", Processor::threads)
          .hex64("microcode", "Revision of the loaded microcode.", Processor::microcode)
          .bigint(
              "family",
              "x86 display family: family and extended family.",
              processor -> processor.signature == null ? null : processor.signature.family)
          .bigint(
              "model",
              "x86 display model, including the extended model.",
              processor -> processor.signature == null ? null : processor.signature.model)
          .bigint(
              "stepping",
              "x86 stepping.",
              processor -> processor.signature == null ? null : processor.signature.stepping)
          .build();

  private ProcessorsTable() {}

  /** The tag that a row comes from. */
  public enum Origin {
    SMBIOS,
    BIOS_VALUES,
    REGISTERS;

    /** The name as used in the tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The three numbers in eax of CPUID leaf 1.
   *
   * @param family family including the extended family
   * @param model model including the extended model
   */
  public record Signature(long family, long model, long stepping) {
    /** Extracts them from that register. */
    public static Signature of(long eax) {
      long family = (eax >>> 8) & 0xF;
      long model = (eax >>> 4) & 0xF;
      // Intel SDM volume 2, CPUID: the extended fields are used only for these families.
      if (family == 0x6 || family == 0xF) {
        model += ((eax >>> 16) & 0xF) << 4;
      }
      if (family == 0xF) {
        family += (eax >>> 20) & 0xFF;
      }
      return new Signature(family, model, eax & 0xF);
    }
  }

  /** A row; every value but the origin may be null. */
  public record Processor(
      Origin origin,
      String name,
      String vendor,
      String identifier,
      Long mhz,
      Long cores,
      Long threads,
      Long microcode,
      Signature signature) {}
}
