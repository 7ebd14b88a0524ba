using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>
/// Converts colours in rows of planes, in place, with OpenCV's whole-number formulas, so that its results come out bit by bit
/// (color_yuv.simd.hpp and color_rgb.simd.hpp of 4.6: ITUR_BT_601_*, 20 bits; B2Y, G2Y, R2Y, 15 bits).
/// </summary>
internal static unsafe class ColourKernel
{
    private const int Shift = 20;
    private const int Luma = 1220542;
    private const int VToRed = 1673527;
    private const int VToGreen = -852492;
    private const int UToGreen = -409993;
    private const int UToBlue = 2116026;
    private const int Half = 1 << (Shift - 1);
    private const int GreyShift = 15;
    private const int BlueToGrey = 3735;
    private const int GreenToGrey = 19235;
    private const int RedToGrey = 9798;

    /// <summary>Y, U, V of limited range become blue, green, red.</summary>
    /// <param name="first">Y in, blue out.</param>
    /// <param name="second">U in, green out.</param>
    /// <param name="third">V in, red out.</param>
    /// <param name="count">Samples of each, a multiple of 16.</param>
    public static void ToBlueGreenRed(byte* first, byte* second, byte* third, int count)
    {
        for (int sample = 0; sample < count; sample += 16)
        {
            Vector128<byte> y = Vector128.SubtractSaturate(Vector128.Load(first + sample), Vector128.Create((byte)16));
            Vector128<byte> u = Vector128.Load(second + sample);
            Vector128<byte> v = Vector128.Load(third + sample);
            if (Avx512F.IsSupported)
            {
                Convert(y, u, v, out Vector512<int> blue, out Vector512<int> green, out Vector512<int> red);
                Pack(blue).Store(first + sample);
                Pack(green).Store(second + sample);
                Pack(red).Store(third + sample);
            }
            else
            {
                Convert(y, u, v, out Vector128<byte> blue, out Vector128<byte> green, out Vector128<byte> red);
                blue.Store(first + sample);
                green.Store(second + sample);
                red.Store(third + sample);
            }
        }
    }

    /// <summary>Blue, green, red become grey, in the first plane.</summary>
    /// <param name="first">Blue in, grey out.</param>
    /// <param name="second">Green.</param>
    /// <param name="third">Red.</param>
    /// <param name="count">Samples of each, a multiple of 16.</param>
    public static void ToGrey(byte* first, byte* second, byte* third, int count)
    {
        for (int sample = 0; sample < count; sample += 16)
        {
            (Vector128<ushort> blueLow, Vector128<ushort> blueHigh) = Vector128.Widen(Vector128.Load(first + sample));
            (Vector128<ushort> greenLow, Vector128<ushort> greenHigh) = Vector128.Widen(Vector128.Load(second + sample));
            (Vector128<ushort> redLow, Vector128<ushort> redHigh) = Vector128.Widen(Vector128.Load(third + sample));
            Vector128.Narrow(Grey(blueLow, greenLow, redLow), Grey(blueHigh, greenHigh, redHigh)).Store(first + sample);
        }
    }

    private static Vector128<ushort> Grey(Vector128<ushort> blue, Vector128<ushort> green, Vector128<ushort> red)
    {
        (Vector128<uint> b0, Vector128<uint> b1) = Vector128.Widen(blue);
        (Vector128<uint> g0, Vector128<uint> g1) = Vector128.Widen(green);
        (Vector128<uint> r0, Vector128<uint> r1) = Vector128.Widen(red);
        Vector128<uint> half = Vector128.Create(1u << (GreyShift - 1));
        return Vector128.Narrow(
            ((b0 * BlueToGrey) + (g0 * GreenToGrey) + (r0 * RedToGrey) + half) >> GreyShift,
            ((b1 * BlueToGrey) + (g1 * GreenToGrey) + (r1 * RedToGrey) + half) >> GreyShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<byte> y, Vector128<byte> u, Vector128<byte> v, out Vector512<int> blue, out Vector512<int> green, out Vector512<int> red)
    {
        Vector512<int> luma = (Avx512F.ConvertToVector512Int32(y) * Luma) + Vector512.Create(Half);
        Vector512<int> blueness = Avx512F.ConvertToVector512Int32(u) - Vector512.Create(128);
        Vector512<int> redness = Avx512F.ConvertToVector512Int32(v) - Vector512.Create(128);
        blue = (luma + (blueness * UToBlue)) >> Shift;
        green = (luma + (redness * VToGreen) + (blueness * UToGreen)) >> Shift;
        red = (luma + (redness * VToRed)) >> Shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pack(Vector512<int> values) =>
        Avx512F.ConvertToVector128ByteWithSaturation(Vector512.Max(values, Vector512<int>.Zero).AsUInt32());

    private static void Convert(
        Vector128<byte> y, Vector128<byte> u, Vector128<byte> v, out Vector128<byte> blue, out Vector128<byte> green, out Vector128<byte> red)
    {
        Convert(Vector128.WidenLower(y), Vector128.WidenLower(u), Vector128.WidenLower(v), out Vector128<short> b0, out Vector128<short> g0, out Vector128<short> r0);
        Convert(Vector128.WidenUpper(y), Vector128.WidenUpper(u), Vector128.WidenUpper(v), out Vector128<short> b1, out Vector128<short> g1, out Vector128<short> r1);
        blue = Pack(b0, b1);
        green = Pack(g0, g1);
        red = Pack(r0, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<ushort> y, Vector128<ushort> u, Vector128<ushort> v, out Vector128<short> blue, out Vector128<short> green, out Vector128<short> red)
    {
        if (Avx2.IsSupported)
        {
            Vector256<int> luma = (Avx2.ConvertToVector256Int32(y) * Luma) + Vector256.Create(Half);
            Vector256<int> blueness = Avx2.ConvertToVector256Int32(u) - Vector256.Create(128);
            Vector256<int> redness = Avx2.ConvertToVector256Int32(v) - Vector256.Create(128);
            blue = Narrow((luma + (blueness * UToBlue)) >> Shift);
            green = Narrow((luma + (redness * VToGreen) + (blueness * UToGreen)) >> Shift);
            red = Narrow((luma + (redness * VToRed)) >> Shift);
            return;
        }

        Convert(Vector128.WidenLower(y), Vector128.WidenLower(u), Vector128.WidenLower(v), out Vector128<int> b0, out Vector128<int> g0, out Vector128<int> r0);
        Convert(Vector128.WidenUpper(y), Vector128.WidenUpper(u), Vector128.WidenUpper(v), out Vector128<int> b1, out Vector128<int> g1, out Vector128<int> r1);
        blue = Vector128.Narrow(b0, b1);
        green = Vector128.Narrow(g0, g1);
        red = Vector128.Narrow(r0, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<uint> y, Vector128<uint> u, Vector128<uint> v, out Vector128<int> blue, out Vector128<int> green, out Vector128<int> red)
    {
        Vector128<int> luma = (y.AsInt32() * Luma) + Vector128.Create(Half);
        Vector128<int> blueness = u.AsInt32() - Vector128.Create(128);
        Vector128<int> redness = v.AsInt32() - Vector128.Create(128);
        blue = (luma + (blueness * UToBlue)) >> Shift;
        green = (luma + (redness * VToGreen) + (blueness * UToGreen)) >> Shift;
        red = (luma + (redness * VToRed)) >> Shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector256<int> values) => Sse2.PackSignedSaturate(values.GetLower(), values.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pack(Vector128<short> low, Vector128<short> high)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.PackUnsignedSaturate(low, high);
        }

        Vector128<short> most = Vector128.Create((short)255);
        Vector128<short> first = Vector128.Min(Vector128.Max(low, Vector128<short>.Zero), most);
        Vector128<short> second = Vector128.Min(Vector128.Max(high, Vector128<short>.Zero), most);
        return Vector128.Narrow(first.AsUInt16(), second.AsUInt16());
    }
}
