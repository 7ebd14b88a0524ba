using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// Takes a result of the VL53L5CX apart. Pure: bytes in, a grid or a refusal out. Words have their high byte first; a block is a header
/// word (index, number of elements, bytes of each) and its elements, the first of a word in its low end.
/// </summary>
public static class Vl53l5cxResult
{
    private const int FirstBlock = 16;
    private const int FooterBytes = 8;
    private const byte NoTarget = 255;

    /// <summary>Whether the four bytes before a result say that it is a new one.</summary>
    /// <param name="head">The first four bytes of page 2.</param>
    /// <param name="latestCount">The stream count of the result before; 255 if there is none.</param>
    public static bool IsNew(byte[] head, int latestCount)
    {
        return head[0] != latestCount && head[0] != 255 && head[1] == 0x05 && (head[2] & 0x05) == 0x05 && (head[3] & 0x10) == 0x10;
    }

    /// <summary>Fills a grid from a result.</summary>
    /// <param name="result">316 bytes.</param>
    /// <param name="grid">Its ranges and statuses are filled; on a refusal its content is of no meaning.</param>
    /// <returns>False if header and footer disagree, or a block is missing or has another size: a damaged or mixed result.</returns>
    public static bool TryParse(byte[] result, RangeGrid grid)
    {
        const int Length = Vl53l5cxRegisters.ResultBytes;
        if (result[10] != result[Length - 2] || result[11] != result[Length - 1])
        {
            return false;
        }

        int counts = 0;
        int distances = 0;
        int statuses = 0;
        int at = FirstBlock;
        while (at + 4 <= Length - FooterBytes)
        {
            int index = (result[at] << 8) | result[at + 1];
            int elements = (result[at + 2] << 4) | (result[at + 3] >> 4);
            int size = result[at + 3] & 0x0F;
            int bytes = size > 1 && size < 0x0D ? elements * size : elements;
            at += 4;
            if (bytes > Length - FooterBytes - at)
            {
                return false;
            }

            bool whole = elements == Vl53l5cxRegisters.Zones;
            counts = index == Vl53l5cxRegisters.TargetCountBlock && whole && size == 1 ? at : counts;
            distances = index == Vl53l5cxRegisters.DistanceBlock && whole && size == 2 ? at : distances;
            statuses = index == Vl53l5cxRegisters.StatusBlock && whole && size == 1 ? at : statuses;
            at += bytes;
        }

        if (counts == 0 || distances == 0 || statuses == 0)
        {
            return false;
        }

        for (int zone = 0; zone < Vl53l5cxRegisters.Zones; zone++)
        {
            int distanceAt = distances + 4 * (zone / 2) + ((zone & 1) == 0 ? 2 : 0);
            short distance = (short)((result[distanceAt] << 8) | result[distanceAt + 1]);
            byte status = ByteAt(result, counts, zone) == 0 ? NoTarget : ByteAt(result, statuses, zone);
            grid.Ranges[zone] = distance;
            grid.Statuses[zone] = (byte)StatusOf(status, distance);
        }

        return true;
    }

    /// <summary>What a target status means (UM2884, table "List of available target status", from memory); 5 alone is sure, 6, 9 and 10 are half sure.</summary>
    /// <param name="status">The chip's status.</param>
    /// <param name="distance">The distance in quarters of a millimetre.</param>
    public static RangeStatus StatusOf(byte status, short distance)
    {
        switch (status)
        {
            case 5:
                if (distance < Vl53l5cxRegisters.Nearest)
                {
                    return RangeStatus.TooNear;
                }

                return distance > Vl53l5cxRegisters.Farthest ? RangeStatus.TooFar : RangeStatus.Valid;
            case 0:
                return RangeStatus.NotUpdated;
            case 1:
            case 8:
                return RangeStatus.WeakSignal;
            case 3:
                return RangeStatus.Noisy;
            case 2:
            case 6:
            case 9:
            case 10:
            case 12:
                return RangeStatus.Ambiguous;
            case NoTarget:
                return RangeStatus.NoTarget;
            default:
                return RangeStatus.Inconsistent;
        }
    }

    private static byte ByteAt(byte[] result, int block, int element)
    {
        return result[block + (element & ~3) + 3 - (element & 3)];
    }
}
