using System.Buffers.Binary;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// Writes a VL53L5CX's result frame as its public driver reads it: a header with the stream count and a frame number, the enabled
/// output blocks, the frame number again. The chip's words are big-endian: byte j of a block on a little-endian host is byte j ^ 3.
/// </summary>
internal sealed class Vl53l5cxFrame(IRangeField field)
{
    public const int Zones = 64;

    private const int HeaderSize = 12;
    private const int FooterSize = 8;
    private const int Metadata = 0x54B4;
    private const int AmbientRate = 0x54D0;
    private const int SpadCount = 0x55D0;
    private const int TargetCount = 0xCF7C;
    private const int SignalRate = 0xCFBC;
    private const int Sigma = 0xD2BC;
    private const int Distance = 0xD33C;
    private const int Reflectance = 0xD43C;
    private const int TargetStatus = 0xD47C;

    // UM2884, "Available target status": 5 is a valid range.
    private const byte Valid = 5;
    private const sbyte SiliconCelsius = 35;

    // Data sheet, "Ranging performances": 4 m on a white target (88 %) in the dark; a target must be 20 mm away.
    private const double WhiteReach = 4;
    private const double White = 0.88;
    private const double NearestMetres = 0.02;

    // Signal of a white target at one metre, in kcps per SPAD: an order of magnitude, not a data sheet's number.
    private const double SignalAtOneMetre = 300;
    private const int AmbientKcps = 2;
    private const int Spads = 1_024;

    /// <summary>Fills the start of a memory with one frame.</summary>
    /// <param name="memory">Where the frame goes.</param>
    /// <param name="blocks">The headers of the enabled blocks, as the host gave them.</param>
    /// <param name="instant">When it was measured, in nanoseconds since the scene's start.</param>
    /// <param name="number">The frame's number.</param>
    public void Write(Span<byte> memory, ReadOnlySpan<uint> blocks, long instant, long number)
    {
        memory[..HeaderSize].Clear();
        memory[0] = (byte)(number % 255);
        memory[1] = 0x05;
        memory[2] = 0x05;
        memory[3] = 0x10;
        BinaryPrimitives.WriteUInt16LittleEndian(memory[(HeaderSize - 2)..], (ushort)number);
        int at = HeaderSize;
        foreach (uint block in blocks)
        {
            int size = SizeOf(block);
            if (at + 4 + size + FooterSize > memory.Length)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(memory[at..], block);
            Fill(memory.Slice(at + 4, size), (int)(block >> 16), instant);
            at += 4 + size;
        }

        memory.Slice(at, FooterSize).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(memory[(at + FooterSize - 2)..], (ushort)number);
    }

    // Types 1 to 12 are the bytes of an element, others tell of a plain size.
    public static int SizeOf(uint header)
    {
        int type = (int)header & 0x0F;
        int size = (int)(header >> 4) & 0x0FFF;
        return type is >= 1 and < 0x0D ? type * size : size;
    }

    private void Fill(Span<byte> data, int index, long instant)
    {
        data.Clear();
        if (index == Metadata)
        {
            data[8 ^ 3] = unchecked((byte)SiliconCelsius);
            return;
        }

        int width = index switch
        {
            AmbientRate or SpadCount or SignalRate => 4,
            Sigma or Distance => 2,
            TargetCount or Reflectance or TargetStatus => 1,
            _ => 0,
        };
        if (width == 0)
        {
            return;
        }

        int zones = data.Length / width;
        for (int zone = 0; zone < zones; zone++)
        {
            uint value = (uint)ValueOf(index, zone, zones, instant);
            for (int part = 0; part < width; part++)
            {
                data[((zone * width) + part) ^ 3] = (byte)(value >> (8 * part));
            }
        }
    }

    private long ValueOf(int index, int zone, int zones, long instant)
    {
        // At 4 x 4 a zone is four of the field's; its nearer corner stands for it.
        int of = zones == Zones ? zone : (zone / 4 * 16) + (zone % 4 * 2);
        double metres = field.Metres(instant, of);
        double reflectance = field.Reflectance(instant, of);
        bool seen = metres >= NearestMetres && reflectance / (metres * metres) >= White / (WhiteReach * WhiteReach);
        return index switch
        {
            AmbientRate => AmbientKcps * 2048,
            SpadCount => Spads,
            TargetCount => seen ? 1 : 0,
            SignalRate when seen => (long)(SignalAtOneMetre / White * reflectance / (metres * metres) * 2048),
            Sigma when seen => (long)((1 + (2 * metres)) * 128),
            Distance when seen => (long)Math.Round(metres * 1000 * 4),
            Reflectance when seen => (long)Math.Round(reflectance * 100),
            TargetStatus when seen => Valid,
            _ => 0,
        };
    }
}
