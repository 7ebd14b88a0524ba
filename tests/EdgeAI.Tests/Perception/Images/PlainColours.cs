namespace EdgeAI.Tests.Perception.Images;

/// <summary>Colours converted one pixel at a time, by OpenCV 4.6's whole-number formulas.</summary>
internal static class PlainColours
{
    public static byte[] FromYuv(int y, int u, int v)
    {
        int luma = Math.Max(0, y - 16) * 1220542;
        int half = 1 << 19;
        return
        [
            Level((luma + half + (2116026 * (u - 128))) >> 20),
            Level((luma + half - (852492 * (v - 128)) - (409993 * (u - 128))) >> 20),
            Level((luma + half + (1673527 * (v - 128))) >> 20),
        ];
    }

    public static byte ToGrey(int blue, int green, int red) => (byte)(((blue * 3735) + (green * 19235) + (red * 9798) + (1 << 14)) >> 15);

    private static byte Level(int value) => (byte)Math.Clamp(value, 0, 255);
}
