namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// What an MLX90640's EEPROM says of its pixels, restored after the data sheet's section 11.1 (3901090640, rev. 11, "DS"), and the
/// calculation of section 11.2 run backwards: from the temperature of a surface to the word in RAM.
/// </summary>
internal sealed class Mlx90640Calibration
{
    public const int Columns = 32;
    public const int Rows = 24;
    public const int Pixels = Columns * Rows;
    public const int Words = 832;

    private const double Kelvin = 273.15;
    private const double NominalVolts = 3.3;

    // The base-emitter voltage at which the worked example (DS section 11.2.2.3) stands; the word scales out of the ratio.
    private const double TypicalBaseEmitter = 19_442;

    // The gain word of the worked example (DS section 11.2.2.4); it scales out as well.
    private const double TypicalGain = 6_273;

    private readonly ushort[] _words;
    private readonly double[] _offset = new double[Pixels];
    private readonly double[] _sensitivity = new double[Pixels];
    private readonly double[] _kta = new double[Pixels];
    private readonly double[] _kv = new double[Pixels];
    private readonly double[] _ksTo = new double[4];
    private readonly double[] _corner = new double[4];
    private readonly double[] _rangeFactor = new double[4];

    public Mlx90640Calibration(ushort[] words)
    {
        _words = words;
        RestoreRanges();
        int offsetAverage = (short)_words[0x11];
        int sensitivityScale = Field(0x20, 12, 4) + 30;
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            RestorePixel(pixel, offsetAverage, sensitivityScale);
        }
    }

    /// <summary>Resolution that the chip was calibrated at, 0 to 3 for 16 to 19 bits (DS section 11.2.2.1).</summary>
    public int Resolution => Field(0x38, 12, 2);

    /// <summary>Whether it was calibrated in chess pattern, as all but special orders are (DS section 11.2.2.9.1, word 0x240A bit 11).</summary>
    public bool InChess => (_words[0x0A] & 0x0800) == 0;

    private double GainRatio => (short)_words[0x30] / TypicalGain;

    private double Tgc => Signed(0x3C, 0, 8) / 32.0;

    /// <summary>RAM word of the supply (0x072A), DS section 11.2.2.2 backwards.</summary>
    public double SupplyWord(double volts)
    {
        double slope = Signed(0x33, 8, 8) * 32.0;
        double at25 = ((Field(0x33, 0, 8) - 256) * 32.0) - 8192;
        return at25 + ((volts - NominalVolts) * slope);
    }

    /// <summary>RAM words of the base-emitter voltage (0x0700) and of the PTAT sensor (0x0720), DS section 11.2.2.3 backwards.</summary>
    public (double BaseEmitter, double Ptat) AmbientWords(double celsius, double volts)
    {
        double slope = Signed(0x32, 0, 10) / 8.0;
        double supply = Signed(0x32, 10, 6) / 4096.0;
        double alpha = (Field(0x10, 12, 4) / 4.0) + 8;
        double art = (((celsius - 25) * slope) + (short)_words[0x31]) * (1 + (supply * (volts - NominalVolts)));
        double ptat = Math.Round(art * TypicalBaseEmitter / ((1 << 18) - (art * alpha)));

        // Whole words: what PTAT loses by rounding goes into the other.
        return (ptat * (((1 << 18) / art) - alpha), ptat);
    }

    /// <summary>RAM word of the gain (0x070A).</summary>
    public static double GainWord() => TypicalGain;

    /// <summary>RAM word of a compensation pixel (0x0708, 0x0728), which sees nothing but the chip, DS section 11.2.2.6 backwards.</summary>
    public double CompensationWord(int subpage, double celsius, double volts, bool interleaved) =>
        (CompensationOffset(subpage, interleaved) * (1 + (Signed(0x3B, 0, 8) / Math.ScaleB(1, Field(0x38, 4, 4) + 8) * (celsius - 25)))
        * (1 + (Signed(0x3B, 8, 8) / Math.ScaleB(1, Field(0x38, 8, 4)) * (volts - NominalVolts)))) / GainRatio;

    /// <summary>RAM word of a pixel, DS sections 11.2.2.5 and 11.2.2.7 to 11.2.2.9 backwards.</summary>
    public double PixelWord(int pixel, int subpage, double celsius, in Mlx90640Surroundings around)
    {
        double ambient = around.AmbientCelsius;
        double reflected = Fourth(around.ReflectedCelsius);
        double background = reflected - ((reflected - Fourth(ambient)) / around.Emissivity);
        double compensation = Field(0x39, 0, 10) / Math.ScaleB(1, Field(0x20, 12, 4) + 27);
        compensation *= subpage == 0 ? 1 : 1 + (Signed(0x39, 10, 6) / 128.0);
        double sensitivity = (_sensitivity[pixel] - (Tgc * compensation)) * (1 + (Signed(0x3C, 8, 8) / 8192.0 * (ambient - 25)));

        int range = celsius < _corner[1] ? 0 : celsius < _corner[2] ? 1 : celsius < _corner[3] ? 2 : 3;
        double signal = sensitivity * _rangeFactor[range] * (1 + (_ksTo[range] * (celsius - _corner[range]))) * (Fourth(celsius) - background);

        // A compensation pixel sees nothing but its offset, so nothing of it is left to subtract (DS section 11.2.2.8).
        double offset = _offset[pixel] * (1 + (_kta[pixel] * (ambient - 25))) * (1 + (_kv[pixel] * (around.Volts - NominalVolts)));
        double pattern = around.Interleaved == InChess ? InterleavingOffset(pixel) : 0;
        return ((signal * around.Emissivity) + offset - pattern) / GainRatio;
    }

    private static double Fourth(double celsius)
    {
        double square = (celsius + Kelvin) * (celsius + Kelvin);
        return square * square;
    }

    // DS section 11.1.6 and 11.2.2.9.1.3: ranges from -40, 0, CT3, CT4.
    private void RestoreRanges()
    {
        double scale = Math.ScaleB(1, Field(0x3F, 0, 4) + 8);
        int step = Field(0x3F, 12, 2) * 10;
        _ksTo[0] = Signed(0x3D, 0, 8) / scale;
        _ksTo[1] = Signed(0x3D, 8, 8) / scale;
        _ksTo[2] = Signed(0x3E, 0, 8) / scale;
        _ksTo[3] = Signed(0x3E, 8, 8) / scale;
        _corner[0] = -40;
        _corner[2] = Field(0x3F, 4, 4) * step;
        _corner[3] = _corner[2] + (Field(0x3F, 8, 4) * step);
        _rangeFactor[0] = 1 / (1 + (_ksTo[0] * 40));
        _rangeFactor[1] = 1;
        _rangeFactor[2] = 1 + (_ksTo[1] * _corner[2]);
        _rangeFactor[3] = _rangeFactor[2] * (1 + (_ksTo[2] * (_corner[3] - _corner[2])));
    }

    // DS sections 11.1.3 to 11.1.5 and 11.1.8.
    private void RestorePixel(int pixel, int offsetAverage, int sensitivityScale)
    {
        int row = pixel / Columns;
        int column = pixel % Columns;
        int word = 0x40 + pixel;
        _offset[pixel] = offsetAverage
            + (Nibble(0x12, row) * Math.ScaleB(1, Field(0x10, 8, 4)))
            + (Nibble(0x18, column) * Math.ScaleB(1, Field(0x10, 4, 4)))
            + (Signed(word, 10, 6) * Math.ScaleB(1, Field(0x10, 0, 4)));
        double sensitivity = _words[0x21]
            + (Nibble(0x22, row) * Math.ScaleB(1, Field(0x20, 8, 4)))
            + (Nibble(0x28, column) * Math.ScaleB(1, Field(0x20, 4, 4)))
            + (Signed(word, 4, 6) * Math.ScaleB(1, Field(0x20, 0, 4)));
        _sensitivity[pixel] = sensitivity / Math.ScaleB(1, sensitivityScale);

        // Rows and columns are counted from 1: even indices are the odd ones.
        int ktaWord = (column & 1) == 0 ? 0x36 : 0x37;
        int ktaAverage = Signed(ktaWord, (row & 1) == 0 ? 8 : 0, 8);
        _kta[pixel] = (ktaAverage + (Signed(word, 1, 3) * Math.ScaleB(1, Field(0x38, 0, 4)))) / Math.ScaleB(1, Field(0x38, 4, 4) + 8);
        int kvShift = ((column & 1) == 0 ? 8 : 0) + ((row & 1) == 0 ? 4 : 0);
        _kv[pixel] = Signed(0x34, kvShift, 4) / Math.ScaleB(1, Field(0x38, 8, 4));
    }

    private double CompensationOffset(int subpage, bool interleaved)
    {
        double offset = Signed(0x3A, 0, 10) + (subpage == 0 ? 0 : Signed(0x3A, 10, 6));
        double pattern = subpage == 1 && interleaved == InChess ? Signed(0x35, 0, 6) / 16.0 : 0;
        return offset + pattern;
    }

    // DS section 11.2.2.5.3: what reading in the pattern that it was not calibrated in adds, constants C2 and C3.
    private double InterleavingOffset(int pixel)
    {
        int line = (pixel / Columns) & 1;
        int conversion = (((pixel + 2) / 4) - ((pixel + 3) / 4) + ((pixel + 1) / 4) - (pixel / 4)) * (1 - (2 * line));
        return (Signed(0x35, 11, 5) / 8.0 * ((2 * line) - 1)) - (Signed(0x35, 6, 5) / 2.0 * conversion);
    }

    private int Nibble(int word, int index) => Signed(word + (index / 4), 4 * (index % 4), 4);

    private int Field(int word, int shift, int bits) => (_words[word] >> shift) & ((1 << bits) - 1);

    private int Signed(int word, int shift, int bits) => Field(word, shift, bits) << (32 - bits) >> (32 - bits);
}
