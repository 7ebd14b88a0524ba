namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// How the MPR121 turns capacitance into counts, and how it finds charge settings by itself (data sheet rev. 4, registers 0x5C,
/// 0x5D, 0x5F to 0x72 and 0x7B to 0x7F; equation 4: Cin = CDC x CDT / (counts x VDD / 1024)).
/// </summary>
internal static class Mpr121AutoConfiguration
{
    private const byte GlobalCurrent = 0x5C;
    private const byte GlobalTime = 0x5D;
    private const byte ChannelCurrent = 0x5F;
    private const byte ChannelTime = 0x6C;
    private const byte Control1 = 0x7C;
    private const byte UpperLimit = 0x7D;
    private const byte LowerLimit = 0x7E;
    private const byte TargetLevel = 0x7F;
    private const double SupplyVolts = 3.3;
    private const int MaxCounts = 1023;

    /// <summary>The ten-bit result for a channel's capacitance under its charge settings, noise of the converter left out.</summary>
    public static int CountsOf(ReadOnlySpan<byte> registers, int channel, double picofarads) =>
        CountsOf(CurrentOf(registers, channel), TimeOf(registers, channel), picofarads);

    /// <summary>Finds the strongest charge that stays at or below the target, and stores it as the channel's own.</summary>
    /// <returns>False where the result lies outside the limits.</returns>
    public static bool TryConfigure(Span<byte> registers, int channel, double picofarads)
    {
        // 0x7D to 0x7F hold the upper eight of ten bits. SCTS (0x7C bit 7) leaves the charge time as it is.
        int target = registers[TargetLevel] << 2;
        bool keepTime = (registers[Control1] & 0x80) != 0;
        int firstTime = keepTime ? TimeOf(registers, channel) : 1;
        int lastTime = keepTime ? firstTime : 7;
        int best = -1;
        int bestCurrent = 0;
        int bestTime = 0;
        for (int time = firstTime; time <= lastTime; time++)
        {
            for (int current = 1; current < 64; current++)
            {
                int counts = CountsOf(current, time, picofarads);
                if (counts <= target && counts > best)
                {
                    best = counts;
                    bestCurrent = current;
                    bestTime = time;
                }
            }
        }

        if (best >= 0)
        {
            registers[ChannelCurrent + channel] = (byte)bestCurrent;
            SetTime(registers, channel, bestTime);
        }

        return best >= registers[LowerLimit] << 2 && best <= registers[UpperLimit] << 2;
    }

    // Charge in uA x us = pC; over pF it is volts.
    private static int CountsOf(int current, int time, double picofarads)
    {
        double microseconds = time == 0 ? 0 : 0.25 * (1 << time);
        double volts = current * microseconds / picofarads;
        return (int)Math.Clamp(Math.Round(volts * 1024 / SupplyVolts), 0, MaxCounts);
    }

    // A channel's own setting of zero means the global one.
    private static int CurrentOf(ReadOnlySpan<byte> registers, int channel)
    {
        int own = registers[ChannelCurrent + channel] & 0x3F;
        return own != 0 ? own : registers[GlobalCurrent] & 0x3F;
    }

    // Two channels share a register: even ones in bits 2 to 0, odd ones in bits 6 to 4.
    private static int TimeOf(ReadOnlySpan<byte> registers, int channel)
    {
        int own = (registers[ChannelTime + (channel >> 1)] >> ((channel & 1) * 4)) & 0x07;
        return own != 0 ? own : registers[GlobalTime] >> 5;
    }

    private static void SetTime(Span<byte> registers, int channel, int time)
    {
        int shift = (channel & 1) * 4;
        ref byte register = ref registers[ChannelTime + (channel >> 1)];
        register = (byte)((register & ~(0x07 << shift)) | (time << shift));
    }
}
