namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// Makes the offset data that the chip is given from the calibration of manufacture that it gave. Pure. Words on the wire have their high byte
/// first; of two 16-bit numbers in a word the first is the low half.
/// </summary>
public static class Vl53l5cxOffsets
{
    /// <summary>Bytes of offset data.</summary>
    public const int Bytes = 488;

    private const int Skipped = 8;
    private const int Footer = 0x1E0;
    private const int GridHeader = 0x10;
    private const int Signals = 0x3C;
    private const int Distances = 0x140;

    private static readonly byte[] FooterBytes = { 0x00, 0x00, 0x00, 0x0F, 0x03, 0x01, 0x01, 0xE4 };
    private static readonly byte[] GridHeader4 = { 0x0F, 0x04, 0x04, 0x00, 0x08, 0x10, 0x10, 0x07 };

    /// <summary>Makes offset data.</summary>
    /// <param name="calibration">The calibration of manufacture; its first 488 bytes count.</param>
    /// <param name="forFourByFour">Whether for 4 x 4 zones, each the mean of four; otherwise for 8 x 8.</param>
    /// <param name="offsets">Receives 488 bytes.</param>
    public static void Make(byte[] calibration, bool forFourByFour, byte[] offsets)
    {
        System.Array.Copy(calibration, 0, offsets, 0, Bytes);
        if (forFourByFour)
        {
            System.Array.Copy(GridHeader4, 0, offsets, GridHeader, GridHeader4.Length);
            Average(offsets);
        }

        for (int at = 0; at < Footer; at++)
        {
            offsets[at] = offsets[at + Skipped];
        }

        System.Array.Copy(FooterBytes, 0, offsets, Footer, FooterBytes.Length);
    }

    private static void Average(byte[] offsets)
    {
        // In place: a zone of the small grid never lies behind those of the large grid that are still to be read.
        for (int zone = 0; zone < 16; zone++)
        {
            int first = 2 * (zone % 4) + 16 * (zone / 4);
            long signal = SignalOf(offsets, first) + SignalOf(offsets, first + 1) + SignalOf(offsets, first + 8) + SignalOf(offsets, first + 9);
            int distance = DistanceOf(offsets, first) + DistanceOf(offsets, first + 1) + DistanceOf(offsets, first + 8) + DistanceOf(offsets, first + 9);

            // The driver sums signals in 32 bits.
            SetSignal(offsets, zone, (signal & 0xFFFFFFFFL) / 4);
            SetDistance(offsets, zone, distance / 4);
        }

        for (int zone = 16; zone < Vl53l5cxRegisters.Zones; zone++)
        {
            SetSignal(offsets, zone, 0);
            SetDistance(offsets, zone, 0);
        }
    }

    private static long SignalOf(byte[] offsets, int zone)
    {
        int at = Signals + 4 * zone;
        return ((long)offsets[at] << 24) | (long)((offsets[at + 1] << 16) | (offsets[at + 2] << 8) | offsets[at + 3]);
    }

    private static void SetSignal(byte[] offsets, int zone, long signal)
    {
        int at = Signals + 4 * zone;
        offsets[at] = (byte)(signal >> 24);
        offsets[at + 1] = (byte)(signal >> 16);
        offsets[at + 2] = (byte)(signal >> 8);
        offsets[at + 3] = (byte)signal;
    }

    private static int DistanceOf(byte[] offsets, int zone)
    {
        int at = DistanceAt(zone);
        return (short)((offsets[at] << 8) | offsets[at + 1]);
    }

    private static void SetDistance(byte[] offsets, int zone, int distance)
    {
        int at = DistanceAt(zone);
        offsets[at] = (byte)(distance >> 8);
        offsets[at + 1] = (byte)distance;
    }

    private static int DistanceAt(int zone)
    {
        return Distances + 4 * (zone / 2) + ((zone & 1) == 0 ? 2 : 0);
    }
}
