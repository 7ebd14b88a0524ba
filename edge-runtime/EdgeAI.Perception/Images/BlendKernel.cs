using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>
/// Bilinear interpolation with weights of 11 bits, first across, then down, with the truncations that OpenCV has in its vector
/// code for bytes (resize.cpp of 4.6, VResizeLinearVec_32s8u), so that its results come out bit by bit.
/// </summary>
internal static unsafe class BlendKernel
{
    /// <summary>Interpolates between the two samples of each pair: 0 to 32640, 128 for one grey level.</summary>
    /// <param name="samples">The pairs.</param>
    /// <param name="weights">The weights of each pair.</param>
    /// <param name="blended">One number for each.</param>
    /// <param name="count">Pairs, a multiple of 16.</param>
    public static void Across(byte* samples, short* weights, short* blended, int count)
    {
        if (Avx512BW.IsSupported)
        {
            for (int pair = 0; pair < count; pair += 16)
            {
                Vector512<short> pairs = Avx512BW.ConvertToVector512Int16(Vector256.Load(samples + (2 * pair)));
                Vector512<int> sums = Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Load(weights + (2 * pair)));
                Avx512F.ConvertToVector256Int16(sums >>> 4).Store(blended + pair);
            }

            return;
        }

        for (int pair = 0; pair < count; pair += 8)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(samples + (2 * pair)));
            Vector128<int> lowSums = Lanes.MultiplyAddPairs(low.AsInt16(), Vector128.Load(weights + (2 * pair)));
            Vector128<int> highSums = Lanes.MultiplyAddPairs(high.AsInt16(), Vector128.Load(weights + (2 * pair) + 8));
            Vector128.NarrowWithSaturation(lowSums >>> 4, highSums >>> 4).Store(blended + pair);
        }
    }

    /// <summary>Interpolates between two rows that were interpolated across.</summary>
    /// <param name="above">The upper row.</param>
    /// <param name="below">The lower row.</param>
    /// <param name="aboveWeight">The upper row's weight.</param>
    /// <param name="belowWeight">The lower row's weight.</param>
    /// <param name="blended">The result, 0 to 255.</param>
    /// <param name="count">Numbers in a row, a multiple of 32.</param>
    public static void Down(short* above, short* below, short aboveWeight, short belowWeight, byte* blended, int count)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<short> up = Vector512.Create(aboveWeight);
            Vector512<short> down = Vector512.Create(belowWeight);
            for (int number = 0; number < count; number += 32)
            {
                Vector512<short> sum = Avx512BW.MultiplyHigh(Vector512.Load(above + number), up)
                    + Avx512BW.MultiplyHigh(Vector512.Load(below + number), down) + Vector512.Create((short)2);
                Avx512BW.ConvertToVector256Byte((sum >>> 2).AsUInt16()).Store(blended + number);
            }

            return;
        }

        Vector128<short> upper = Vector128.Create(aboveWeight);
        Vector128<short> lower = Vector128.Create(belowWeight);
        for (int number = 0; number < count; number += 16)
        {
            Vector128.Narrow(
                Blend(above + number, below + number, upper, lower).AsUInt16(),
                Blend(above + number + 8, below + number + 8, upper, lower).AsUInt16()).Store(blended + number);
        }
    }

    private static Vector128<short> Blend(short* above, short* below, Vector128<short> upper, Vector128<short> lower) =>
        (Lanes.MultiplyHigh(Vector128.Load(above), upper) + Lanes.MultiplyHigh(Vector128.Load(below), lower) + Vector128.Create((short)2)) >>> 2;
}
