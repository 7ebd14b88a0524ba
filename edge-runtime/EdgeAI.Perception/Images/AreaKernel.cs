using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>Averages over what a pixel covers, first down, then across, in whole numbers: the order of additions changes nothing.</summary>
internal static unsafe class AreaKernel
{
    private const int SumShift = 7;
    private const int LastShift = 23;

    /// <summary>Adds a row of samples, weighted, to the sums; the first row of a pixel sets them.</summary>
    /// <param name="samples">The row.</param>
    /// <param name="weight">Its weight, at most <see cref="AreaTaps.One"/>.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="isFirst">Whether it is a pixel's first row.</param>
    /// <param name="count">Samples, a multiple of 16.</param>
    public static void Add(byte* samples, int weight, int* sums, bool isFirst, int count)
    {
        for (int sample = 0; sample < count; sample += 16)
        {
            if (Avx512F.IsSupported)
            {
                Vector512<int> weighted = Avx512F.ConvertToVector512Int32(Vector128.Load(samples + sample)) * weight;
                (isFirst ? weighted : weighted + Vector512.Load(sums + sample)).Store(sums + sample);
                continue;
            }

            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(samples + sample));
            Add(Vector128.WidenLower(low), weight, sums + sample, isFirst);
            Add(Vector128.WidenUpper(low), weight, sums + sample + 4, isFirst);
            Add(Vector128.WidenLower(high), weight, sums + sample + 8, isFirst);
            Add(Vector128.WidenUpper(high), weight, sums + sample + 12, isFirst);
        }
    }

    /// <summary>Averages the sums across.</summary>
    /// <param name="sums">A colour's sums, one for each column of the source from the first that is drawn.</param>
    /// <param name="taps">Which columns each pixel covers.</param>
    /// <param name="origin">The first source column.</param>
    /// <param name="averages">The result, 0 to 255, one for each pixel.</param>
    public static void Across(int* sums, AreaTaps taps, int origin, byte* averages)
    {
        int[] weightStart = taps.WeightStart;
        fixed (int* weights = taps.Weights)
        {
            for (int pixel = 0; pixel < taps.Start.Length; pixel++)
            {
                int* sum = sums + taps.Start[pixel] - origin;
                int* weight = weights + weightStart[pixel];
                int count = weightStart[pixel + 1] - weightStart[pixel];
                int total = 1 << (LastShift - 1);
                for (int column = 0; column < count; column++)
                {
                    total += ((sum[column] + (1 << (SumShift - 1))) >> SumShift) * weight[column];
                }

                averages[pixel] = (byte)(total >> LastShift);
            }
        }
    }

    private static void Add(Vector128<uint> samples, int weight, int* sums, bool isFirst)
    {
        Vector128<int> weighted = samples.AsInt32() * weight;
        (isFirst ? weighted : weighted + Vector128.Load(sums)).Store(sums);
    }
}
