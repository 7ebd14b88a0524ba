namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// The parts of the bring-up that are writes, waits and polls, as lists: what to do in bits 24 to 27, a register in bits 8 to 23, a
/// value in bits 0 to 7. The sequences are those of ST's ultra lite driver (vl53l5cx_init, vl53l5cx_start_ranging).
/// </summary>
internal static class Vl53l5cxScript
{
    /// <summary>Writes the value.</summary>
    internal const int Write = 0;

    /// <summary>Waits as many milliseconds as the value says.</summary>
    internal const int Wait = 1;

    /// <summary>Reads the register until it equals the value.</summary>
    internal const int PollEqual = 2;

    /// <summary>Reads the register until the value's bits are set.</summary>
    internal const int PollBits = 3;

    /// <summary>From a running or fresh chip to one that takes firmware.</summary>
    internal static readonly int[] Reboot =
    {
        Step(Write, 0x7FFF, 0x00), Step(Write, 0x0009, 0x04), Step(Write, 0x000F, 0x40), Step(Write, 0x000A, 0x03), Step(Write, 0x000C, 0x01),
        Step(Write, 0x0101, 0x00), Step(Write, 0x0102, 0x00), Step(Write, 0x010A, 0x01), Step(Write, 0x4002, 0x01), Step(Write, 0x4002, 0x00),
        Step(Write, 0x010A, 0x03), Step(Write, 0x0103, 0x01), Step(Write, 0x000C, 0x00), Step(Write, 0x000F, 0x43), Step(Wait, 0, 1),
        Step(Write, 0x000F, 0x40), Step(Write, 0x000A, 0x01), Step(Wait, 0, 100),
        Step(Write, 0x7FFF, 0x00), Step(PollEqual, 0x0006, 0x01), Step(Write, 0x000E, 0x01), Step(Write, 0x7FFF, 0x02),
        Step(Write, 0x0003, 0x0D), Step(Write, 0x7FFF, 0x01), Step(PollBits, 0x0021, 0x10), Step(Write, 0x7FFF, 0x00), Step(Write, 0x000C, 0x01),
        Step(Write, 0x7FFF, 0x00), Step(Write, 0x0101, 0x00), Step(Write, 0x0102, 0x00), Step(Write, 0x010A, 0x01), Step(Write, 0x4002, 0x01),
        Step(Write, 0x4002, 0x00), Step(Write, 0x010A, 0x03), Step(Write, 0x0103, 0x01), Step(Write, 0x400F, 0x00),
        Step(Write, 0x021A, 0x43), Step(Write, 0x021A, 0x03), Step(Write, 0x021A, 0x01), Step(Write, 0x021A, 0x00), Step(Write, 0x0219, 0x00),
        Step(Write, 0x021B, 0x00), Step(Write, 0x7FFF, 0x00), Step(Write, 0x000C, 0x00), Step(Write, 0x7FFF, 0x01),
        Step(Write, 0x0020, 0x07), Step(Write, 0x0020, 0x06),
    };

    /// <summary>From a chip that has taken firmware to one that runs it.</summary>
    internal static readonly int[] Boot =
    {
        Step(Write, 0x7FFF, 0x01), Step(Write, 0x7FFF, 0x02), Step(Write, 0x0003, 0x0D), Step(Write, 0x7FFF, 0x01), Step(PollBits, 0x0021, 0x10),
        Step(Write, 0x7FFF, 0x00), Step(Write, 0x000C, 0x01), Step(Write, 0x7FFF, 0x00), Step(Write, 0x0114, 0x00), Step(Write, 0x0115, 0x00),
        Step(Write, 0x0116, 0x42), Step(Write, 0x0117, 0x00), Step(Write, 0x000B, 0x00), Step(Write, 0x000C, 0x00), Step(Write, 0x000B, 0x01),
        Step(PollEqual, 0x0006, 0x00), Step(Write, 0x7FFF, 0x02),
    };

    /// <summary>What precedes the start command.</summary>
    internal static readonly int[] BeforeStart =
    {
        Step(Write, 0x7FFF, 0x00), Step(Write, 0x0009, 0x05), Step(Write, 0x7FFF, 0x02),
    };

    /// <summary>Asks for the calibration of manufacture: eight block headers and a footer, as 32-bit words.</summary>
    internal static readonly uint[] CalibrationRequest =
    {
        0x54000040, 0x9E1400C0, 0x9E200140, 0x9E340040, 0x9E380404, 0x9F380402, 0x9FB80100, 0x9FC80100, 0x0000000F, 0x02020024,
    };

    /// <summary>The block headers of all outputs, in the order that the switches count them.</summary>
    internal static readonly uint[] OutputList =
    {
        0x0000000D, 0x54B400C0, 0x54C00040, 0x54D00104, 0x55D00404, 0xCF7C0401, 0xCFBC0404, 0xD2BC0402, 0xD33C0402, 0xD43C0401, 0xD47C0401, 0xCC5008C0,
    };

    /// <summary>Start, metadata and common data, which are mandatory, and numbers of targets (5), distances (8) and statuses (10).</summary>
    internal static readonly uint[] OutputEnables = { 0x00000527, 0x00000000, 0x00000000, 0xC0000000 };

    /// <summary>The size of a result, and the number of outputs and one.</summary>
    internal static readonly uint[] OutputConfiguration = { Vl53l5cxRegisters.ResultBytes, 13 };

    /// <summary>Targets per zone in byte 0, and 1 in byte 2.</summary>
    internal static readonly uint[] PipeControl = { 0x00010001 };

    /// <summary>The single-range switch.</summary>
    internal static readonly uint[] SingleRange = { 0x00000001 };

    private static int Step(int action, int register, int value)
    {
        return (action << 24) | (register << 8) | value;
    }
}
