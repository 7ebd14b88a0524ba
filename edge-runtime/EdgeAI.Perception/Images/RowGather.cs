using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>Takes the pairs of samples that a row of a tensor is interpolated from out of a row of an image.</summary>
internal static unsafe class RowGather
{
    /// <summary>From a plane with three colours.</summary>
    public static void Pixels(byte* row, GatherTable table, byte* first, byte* second, byte* third)
    {
        fixed (int* offsets = table.Offsets)
        fixed (byte* shuffles = table.Shuffles)
        {
            byte* shuffle = shuffles;
            if (table.IsWide)
            {
                for (int eight = 0; eight < table.Offsets.Length; eight++)
                {
                    byte* start = row + offsets[eight];
                    Vector512<byte> all = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(start), Vector512.Load(shuffle + (64 * eight)), Vector512.Load(start + 64));
                    all.GetLower().GetLower().Store(first + (16 * eight));
                    all.GetLower().GetUpper().Store(second + (16 * eight));
                    all.GetUpper().GetLower().Store(third + (16 * eight));
                }

                return;
            }

            for (int pair = 0; pair < table.Offsets.Length; pair += 8)
            {
                int* offset = offsets + pair;
                Vector128<uint> a = Two(row, offset, shuffle);
                Vector128<uint> b = Two(row, offset + 2, shuffle + 16);
                Vector128<uint> c = Two(row, offset + 4, shuffle + 32);
                Vector128<uint> d = Two(row, offset + 6, shuffle + 48);
                Vector128<uint> ab = Lanes.ZipLower(a, b);
                Vector128<uint> cd = Lanes.ZipLower(c, d);
                Lanes.LowerHalves(ab, cd).Store(first + (2 * pair));
                Lanes.UpperHalves(ab, cd).Store(second + (2 * pair));
                Lanes.LowerHalves(Lanes.ZipUpper(a, b), Lanes.ZipUpper(c, d)).Store(third + (2 * pair));
                shuffle += 64;
            }
        }
    }

    /// <summary>From a plane with one.</summary>
    public static void Plane(byte* row, GatherTable table, byte* samples)
    {
        fixed (int* offsets = table.Offsets)
        fixed (byte* shuffles = table.Shuffles)
        {
            byte* shuffle = shuffles;
            int pairs = table.Shuffles.Length / 4;
            bool isWide = table.IsWide;
            for (int pair = 0; pair < pairs; pair += 8)
            {
                Vector128<byte> low = isWide ? Sixteen(row, offsets + (pair / 4), shuffle) : Four(row, offsets + pair, shuffle);
                Vector128<byte> high = isWide ? Sixteen(row, offsets + (pair / 4) + 1, shuffle + 16) : Four(row, offsets + pair + 4, shuffle + 16);
                (low | high).Store(samples + (2 * pair));
                shuffle += 32;
            }
        }
    }

    /// <summary>From a plane with two.</summary>
    public static void TwoColours(byte* row, GatherTable table, byte* first, byte* second)
    {
        fixed (int* offsets = table.Offsets)
        fixed (byte* shuffles = table.Shuffles)
        {
            byte* shuffle = shuffles;
            int pairs = table.Shuffles.Length / 4;
            bool isWide = table.IsWide;
            for (int pair = 0; pair < pairs; pair += 8)
            {
                Vector128<byte> low = isWide ? Sixteen(row, offsets + (pair / 4), shuffle) : Four(row, offsets + pair, shuffle);
                Vector128<byte> high = isWide ? Sixteen(row, offsets + (pair / 4) + 1, shuffle + 16) : Four(row, offsets + pair + 4, shuffle + 16);
                Lanes.LowerHalves(low.AsUInt32(), high.AsUInt32()).Store(first + (2 * pair));
                Lanes.UpperHalves(low.AsUInt32(), high.AsUInt32()).Store(second + (2 * pair));
                shuffle += 32;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Two(byte* row, int* offset, byte* shuffle) => Vector128.ShuffleNative(
        Vector128.Create(Unsafe.ReadUnaligned<ulong>(row + offset[0]), Unsafe.ReadUnaligned<ulong>(row + offset[1])).AsByte(),
        Vector128.Load(shuffle)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Four(byte* row, int* offset, byte* shuffle) => Vector128.ShuffleNative(
        Vector128.Create(
            Unsafe.ReadUnaligned<uint>(row + offset[0]),
            Unsafe.ReadUnaligned<uint>(row + offset[1]),
            Unsafe.ReadUnaligned<uint>(row + offset[2]),
            Unsafe.ReadUnaligned<uint>(row + offset[3])).AsByte(),
        Vector128.Load(shuffle));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Sixteen(byte* row, int* offset, byte* shuffle) =>
        Vector128.ShuffleNative(Vector128.Load(row + *offset), Vector128.Load(shuffle));
}
