namespace EdgeAI.Tests.Device.Drivers.Bmp390;

/// <summary>The compensation as the data sheet writes it (sections 8.4 to 8.6), in double precision: what the board's integers are judged by.</summary>
internal sealed class Bmp390Formula(byte[] trimming)
{
    private readonly double _t1 = Word(trimming, 0) * 256.0;
    private readonly double _t2 = Word(trimming, 2) / Math.Pow(2, 30);
    private readonly double _t3 = (sbyte)trimming[4] / Math.Pow(2, 48);
    private readonly double _p1 = ((short)Word(trimming, 5) - 16384) / Math.Pow(2, 20);
    private readonly double _p2 = ((short)Word(trimming, 7) - 16384) / Math.Pow(2, 29);
    private readonly double _p3 = (sbyte)trimming[9] / Math.Pow(2, 32);
    private readonly double _p4 = (sbyte)trimming[10] / Math.Pow(2, 37);
    private readonly double _p5 = Word(trimming, 11) * 8.0;
    private readonly double _p6 = Word(trimming, 13) / 64.0;
    private readonly double _p7 = (sbyte)trimming[15] / 256.0;
    private readonly double _p8 = (sbyte)trimming[16] / 32768.0;
    private readonly double _p9 = (short)Word(trimming, 17) / Math.Pow(2, 48);
    private readonly double _p10 = (sbyte)trimming[19] / Math.Pow(2, 48);
    private readonly double _p11 = (sbyte)trimming[20] / Math.Pow(2, 65);

    public double Temperature(int raw)
    {
        double delta = raw - _t1;
        return (delta * _t2) + (delta * delta * _t3);
    }

    public double Pressure(int raw, double t)
    {
        double offset = _p5 + (_p6 * t) + (_p7 * t * t) + (_p8 * t * t * t);
        double slope = _p1 + (_p2 * t) + (_p3 * t * t) + (_p4 * t * t * t);
        double squared = (double)raw * raw;
        return offset + (raw * slope) + (squared * (_p9 + (_p10 * t))) + (squared * raw * _p11);
    }

    /// <summary>The raw count that comes nearest to a pressure, for coefficients whose pressure falls as the count grows.</summary>
    public int RawFor(double pascal, double t)
    {
        int low = 0;
        int high = 0xFFFFFF;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Pressure(middle, t) > pascal ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static int Word(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);
}
