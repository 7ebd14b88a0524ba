using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Drivers.Vl53l5cx;

/// <summary>An image of the right shape whose bytes are made up: nothing of ST's firmware is in this project.</summary>
internal static class MadeUpImage
{
    public static byte[] Bytes { get; } = Make();

    public static uint Crc { get; } = Crc32C.Compute(Bytes, 0, Bytes.Length);

    private static byte[] Make()
    {
        byte[] bytes = new byte[Vl53l5cxImage.Length];
        new Random(5).NextBytes(bytes);
        byte[] head = [0x54, 0x50, 0x00, 0x80];
        head.CopyTo(bytes, Vl53l5cxImage.Configuration);
        return bytes;
    }
}
