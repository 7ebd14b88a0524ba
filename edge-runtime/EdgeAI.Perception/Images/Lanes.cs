using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>Steps on 128 bits for which x86 and ARM have instructions and .NET no common name. The result has the same bits on all of them.</summary>
internal static class Lanes
{
    /// <summary>The products of the lanes, each two neighbours added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAddPairs(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(left, right);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(left.GetLower(), right.GetLower()),
                AdvSimd.MultiplyWideningUpper(left, right));
        }

        Vector128<int> low = (left.AsInt32() << 16 >> 16) * (right.AsInt32() << 16 >> 16);
        return low + ((left.AsInt32() >> 16) * (right.AsInt32() >> 16));
    }

    /// <summary>The upper 16 bits of the lanes' products of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyHigh(left, right);
        }

        if (AdvSimd.IsSupported)
        {
            // It doubles the product before it takes the upper half: half of that, rounded down, is the half wanted.
            return AdvSimd.MultiplyDoublingSaturateHigh(left, right) >> 1;
        }

        Vector128<int> low = Vector128.WidenLower(left) * Vector128.WidenLower(right);
        Vector128<int> high = Vector128.WidenUpper(left) * Vector128.WidenUpper(right);
        return Vector128.Narrow(low >> 16, high >> 16);
    }

    /// <summary>The lower two lanes of each, in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ZipLower(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    /// <summary>The upper two lanes of each, in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ZipUpper(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);

    /// <summary>The lower halves of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LowerHalves(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsByte()
        : Vector128.Create(left.AsByte().GetLower(), right.AsByte().GetLower());

    /// <summary>The upper halves of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> UpperHalves(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsByte()
        : Vector128.Create(left.AsByte().GetUpper(), right.AsByte().GetUpper());
}
