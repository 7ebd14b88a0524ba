using EdgeAI.Device.Drivers.Mlx90640;

namespace EdgeAI.Tests.Runtime.Thermal;

/// <summary>The recorded words of a real MLX90640 from the shared data folder.</summary>
internal static class RealChip
{
    public static short[] Eeprom() => Words(File.ReadAllText(Checkout.SharedData("vectors", "mlx90640", "inputs", "EEPROM-calibration-data.csv")));

    /// <summary>The frames as pages: each line holds the 832 words of RAM, control register 1 and the subpage.</summary>
    public static short[][] Pages() =>
        [.. File.ReadLines(Checkout.SharedData("vectors", "mlx90640", "inputs", "raw-frame-data.csv")).Where(static line => line.Length > 0).Select(static line => Page(Words(line)))];

    private static short[] Page(short[] frame)
    {
        short[] page = new short[Mlx90640Page.Samples];
        frame.AsSpan(0, Mlx90640Registers.Pixels).CopyTo(page);
        page[Mlx90640Page.Subpage] = frame[833];
        page[Mlx90640Page.Control] = frame[832];
        page[Mlx90640Page.Vbe] = frame[768 + Mlx90640Registers.Vbe];
        page[Mlx90640Page.Ptat] = frame[768 + Mlx90640Registers.Ptat];
        page[Mlx90640Page.Gain] = frame[768 + Mlx90640Registers.Gain];
        page[Mlx90640Page.Vdd] = frame[768 + Mlx90640Registers.Vdd];
        page[Mlx90640Page.CompensationPixel0] = frame[768 + Mlx90640Registers.CompensationPixel0];
        page[Mlx90640Page.CompensationPixel1] = frame[768 + Mlx90640Registers.CompensationPixel1];
        return page;
    }

    private static short[] Words(string text) =>
        [.. text.Split([',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static word => (short)ushort.Parse(word))];
}
