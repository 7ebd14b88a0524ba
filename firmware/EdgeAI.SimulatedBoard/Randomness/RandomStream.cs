using System.Numerics;

namespace EdgeAI.SimulatedBoard.Randomness;

/// <summary>
/// A stream of pseudo-random numbers that is the same on every machine: xoshiro256++ (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2021) seeded through SplitMix64, and normal numbers by Marsaglia's polar method with a
/// logarithm made of IEEE 754 basic operations alone, because the platforms' own logarithms differ in their last bit.
/// </summary>
public struct RandomStream
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double TwoToMinus53 = 1.0 / (1L << 53);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spare;
    private bool _hasSpare;

    /// <summary>Makes the stream that belongs to a seed.</summary>
    /// <param name="seed">Any number, zero included.</param>
    public RandomStream(ulong seed)
    {
        _s0 = Next(ref seed);
        _s1 = Next(ref seed);
        _s2 = Next(ref seed);
        _s3 = Next(ref seed);
    }

    /// <summary>Makes the stream that belongs to a seed and two coordinates, unrelated to that of any other coordinates.</summary>
    public static RandomStream For(ulong seed, long first, long second = 0) => new(Mix(seed, first, second));

    /// <summary>A number from 0 (inclusive) to 1 (exclusive) that belongs to a seed and two coordinates: randomness without a state.</summary>
    public static double UniformAt(ulong seed, long first, long second = 0) => (Mix(seed, first, second) >> 11) * TwoToMinus53;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>The next number from 0 (inclusive) to 1 (exclusive), 53 bits of it random.</summary>
    public double NextUniform() => (NextBits() >> 11) * TwoToMinus53;

    /// <summary>The next normal number with mean 0 and standard deviation 1.</summary>
    public double NextNormal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double x;
        double y;
        double square;
        do
        {
            x = (2 * NextUniform()) - 1;
            y = (2 * NextUniform()) - 1;
            square = (x * x) + (y * y);
        }
        while (square >= 1 || square == 0);

        double factor = Math.Sqrt(-2 * Log(square) / square);
        _spare = y * factor;
        _hasSpare = true;
        return x * factor;
    }

    /// <summary>The natural logarithm of a positive normal number, to about 1e-15, the same bits on every machine.</summary>
    internal static double Log(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1022;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < 0.70710678118654752)
        {
            mantissa *= 2;
            exponent--;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)); |z| <= 0.172, so the term after z^21 is below 1e-17.
        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double sum = 0;
        for (int power = 21; power >= 1; power -= 2)
        {
            sum = (sum * square) + (1.0 / power);
        }

        return (exponent * Ln2) + (2 * z * sum);
    }

    private static ulong Mix(ulong seed, long first, long second)
    {
        ulong state = seed;
        state = Next(ref state) ^ (ulong)first;
        state = Next(ref state) ^ (ulong)second;
        return Next(ref state);
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
