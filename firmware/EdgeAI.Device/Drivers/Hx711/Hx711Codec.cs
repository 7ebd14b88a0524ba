using EdgeAI.Device.Board;

namespace EdgeAI.Device.Drivers.Hx711;

/// <summary>
/// The bits that an HX711 sees and says when an SPI controller's data line is its clock. One pulse of PD_SCK is the two bits 1 0:
/// high for one SPI bit, low for the next. The controller samples half a bit after each change of its own line, so both bits of
/// a pulse sample the same bit of DOUT. Pure.
/// </summary>
public static class Hx711Codec
{
    /// <summary>24 data pulses take six bytes, one to three more pulses the seventh.</summary>
    public const int FrameBytes = 7;

    private const int DataBytes = 6;

    /// <summary>Four pulses: 10101010.</summary>
    private const byte FourPulses = 0xAA;

    /// <summary>Fills in what to send for one conversion; every byte ends low, so a pause between bytes only lengthens a low time.</summary>
    /// <param name="send">At least <see cref="FrameBytes"/> long.</param>
    /// <param name="input">What the next conversion shall measure.</param>
    public static void EncodePulses(byte[] send, Hx711Input input)
    {
        for (int i = 0; i < DataBytes; i++)
        {
            send[i] = FourPulses;
        }

        send[DataBytes] = input == Hx711Input.ChannelA128 ? (byte)0x80 : input == Hx711Input.ChannelB32 ? (byte)0xA0 : (byte)0xA8;
    }

    /// <summary>Decodes what came back: 24-bit two's complement, most significant bit first, each bit twice, then DOUT high (DS page 4).</summary>
    /// <param name="received">At least <see cref="FrameBytes"/> long.</param>
    /// <param name="count">Counts, -8388608 to 8388607; 0 unless Ok.</param>
    /// <returns>
    /// Ok; <see cref="SensorStatus.Implausible"/> if the two samples of one bit differ; <see cref="SensorStatus.ChipFault"/> if DOUT
    /// is not high after the 25th pulse, as a line that is held low or a chip that lost count leaves it.
    /// </returns>
    public static SensorStatus Decode(byte[] received, out int count)
    {
        count = 0;
        int value = 0;
        for (int i = 0; i < DataBytes; i++)
        {
            for (int shift = 6; shift >= 0; shift -= 2)
            {
                int pair = (received[i] >> shift) & 0x03;
                if (pair == 0x01 || pair == 0x02)
                {
                    return SensorStatus.Implausible;
                }

                value = (value << 1) | (pair & 0x01);
            }
        }

        if (received[DataBytes] != 0xFF)
        {
            return SensorStatus.ChipFault;
        }

        count = (value & 0x800000) != 0 ? value - 0x1000000 : value;
        return SensorStatus.Ok;
    }
}
