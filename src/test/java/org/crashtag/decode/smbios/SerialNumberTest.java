package org.crashtag.decode.smbios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serial numbers as in firmware, from public dmidecode and lshw reports. */
class SerialNumberTest {
  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "   ",
        "***",
        "..              .",
        "0",
        "AB1",
        "12 4",
        "x.x",
        // One character or a block of a few, repeated.
        "00000000",
        "FFFF-FFFF-FFFF",
        "XXXXXXX",
        "nnnnnnn",
        "12121212",
        "ABC-ABC-ABC",
        "010011010",
        "1111-2222-3333",
        "AAAABBBB",
        // Counting, up or down, alone or in a name.
        "1234",
        "12345",
        "0123456789",
        "123456789012345678",
        "0123456789ABCDEF",
        "0123456789AB",
        "9876543210",
        "abcdefghijklm",
        "1122334455",
        "0102030405",
        "SSN12345678901234567",
        "BSN12345678901234567",
        "CSN12345678901234567",
        "MB-1234567890",
        "EeePC-0123456789",
        "SYS-9876543210",
        "X312345678",
        "SN-123456fvgv3i0b8o5n6n7k",
        "SN-12345",
        "Type1 - 123456789",
        // Only words for a missing number.
        "To be filled by O.E.M.",
        "To Be Filled By O.E.M",
        "TobefilledbyOEM",
        "Filled By OEM",
        "Fill By OEM",
        "To be set by OEM",
        "Type1 - TBD by OEM",
        "System Serial Number",
        "SystemSerialNumb",
        "System_Serial_Number",
        "System Serial#",
        "SerNum0",
        "Base Board Serial Number",
        "Type2 - Board Serial Number",
        "Chassis Serial Number",
        "$SerialNumber$",
        "Serial Number xxxxxx",
        "OEM_Serial",
        "Enter Serial",
        "System Product Name",
        "Default string",
        "Default_string",
        "Standard",
        "None",
        "None Specified",
        "Not Specified",
        "Not Applicable",
        "Not Available",
        "Not Settable",
        "Not Present",
        "No Asset Tag",
        "No Asset Information",
        "Unknow",
        "UNKNOWN",
        "Unspecified",
        "Undefined",
        "Invalid",
        "empty",
        "(null string)",
        "EVAL",
        "FIELD",
        "Bank0/1",
        ".PCIE2",
        "Tulip Computers",
        "IATPASS",
        "Sat May 05 22:08:37 2007",
      })
  void placeholderIsNoNumber(String text) {
    assertThat(SerialNumber.isReal(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8842",
        "REAL-8842",
        "PF2XK91Q",
        "5CD0123XYZ",
        "MXL9471B0C",
        "  CN0F2H 7RT  ",
        "HNPCBTD",
        "BCDFGHK",
        "/7QA2MF9/CN1296319N00AB/",
        "VMware-56 4d 1c f0 8a 3e 55 b1-0c 7e",
        "PMP250363210595",
        "To 8842 be filled",
        "SN-4711-ABC",
        "OEM-0815",
        "M80-5B020501684",
        "4-7-2-9",
      })
  void numberOfAMachineIsReal(String text) {
    assertThat(SerialNumber.isReal(text)).isTrue();
  }
}
