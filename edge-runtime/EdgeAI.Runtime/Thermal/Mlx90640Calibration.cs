using EdgeAI.Device.Drivers.Mlx90640;

namespace EdgeAI.Runtime.Thermal;

/// <summary>
/// The calibration of one MLX90640, restored from its EEPROM as section 11.1 of the data sheet says (3901090640, revision 12); each
/// member names its subsection. Allocated once, refilled by <see cref="Load"/>.
/// </summary>
public sealed class Mlx90640Calibration
{
    private const int Words = Mlx90640Registers.EepromWords;
    private const int Columns = Mlx90640Registers.Columns;
    private const int PixelWords = 0x40;

    private readonly double[] _offset = new double[Mlx90640Registers.Pixels];
    private readonly double[] _alpha = new double[Mlx90640Registers.Pixels];
    private readonly double[] _kta = new double[Mlx90640Registers.Pixels];
    private readonly double[] _kv = new double[Mlx90640Registers.Pixels];
    private readonly bool[] _bad = new bool[Mlx90640Registers.Pixels];
    private readonly double[] _ksTo = new double[4];
    private readonly double[] _corner = new double[4];
    private readonly double[] _alphaCorrection = new double[4];

    /// <summary>Whether an EEPROM has been taken over.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>K_Vdd, counts per volt (11.1.1).</summary>
    public double KVdd { get; private set; }

    /// <summary>Vdd_25, counts at 3.3 V and 25 degC (11.1.1).</summary>
    public double Vdd25 { get; private set; }

    /// <summary>Kv_PTAT (11.1.2).</summary>
    public double KvPtat { get; private set; }

    /// <summary>Kt_PTAT (11.1.2).</summary>
    public double KtPtat { get; private set; }

    /// <summary>V_PTAT25 (11.1.2).</summary>
    public double VPtat25 { get; private set; }

    /// <summary>Alpha_PTAT (11.1.2).</summary>
    public double AlphaPtat { get; private set; }

    /// <summary>GAIN (11.1.7).</summary>
    public double Gain { get; private set; }

    /// <summary>KsTa, per kelvin (11.1.8).</summary>
    public double KsTa { get; private set; }

    /// <summary>TGC (11.1.16); zero in chips of the narrow field of view.</summary>
    public double Tgc { get; private set; }

    /// <summary>The resolution code that the chip was calibrated at (11.1.17).</summary>
    public int Resolution { get; private set; }

    /// <summary>Kv of the compensation pixels (11.1.14).</summary>
    public double KvCp { get; private set; }

    /// <summary>Kta of the compensation pixels (11.1.15).</summary>
    public double KtaCp { get; private set; }

    /// <summary>Sensitivity of the compensation pixel of subpage 0 (11.1.12).</summary>
    public double AlphaCp0 { get; private set; }

    /// <summary>Sensitivity of the compensation pixel of subpage 1 (11.1.12).</summary>
    public double AlphaCp1 { get; private set; }

    /// <summary>Offset of the compensation pixel of subpage 0 (11.1.13).</summary>
    public double OffsetCp0 { get; private set; }

    /// <summary>Offset of the compensation pixel of subpage 1 (11.1.13).</summary>
    public double OffsetCp1 { get; private set; }

    /// <summary>IL_CHESS_C1, added to the offset of the compensation pixel of subpage 1 in interleaved mode (11.1.3.1).</summary>
    public double InterleavedC1 { get; private set; }

    /// <summary>IL_CHESS_C2 (11.1.3.1).</summary>
    public double InterleavedC2 { get; private set; }

    /// <summary>IL_CHESS_C3 (11.1.3.1).</summary>
    public double InterleavedC3 { get; private set; }

    /// <summary>Offset of each pixel in counts, row by row (11.1.3).</summary>
    public ReadOnlySpan<double> Offset => _offset;

    /// <summary>Sensitivity of each pixel (11.1.4).</summary>
    public ReadOnlySpan<double> Alpha => _alpha;

    /// <summary>Kta of each pixel (11.1.6).</summary>
    public ReadOnlySpan<double> Kta => _kta;

    /// <summary>Kv of each pixel (11.1.5).</summary>
    public ReadOnlySpan<double> Kv => _kv;

    /// <summary>Whether a pixel failed (its word is 0x0000) or is an outlier (bit 0) (10.7.3, notes 1 and 2 of table 10).</summary>
    public ReadOnlySpan<bool> Bad => _bad;

    /// <summary>KsTo of the four ranges, per kelvin (11.1.10).</summary>
    public ReadOnlySpan<double> KsTo => _ksTo;

    /// <summary>Where each of the four ranges begins, in degrees Celsius: -40, 0, CT3, CT4 (11.1.9).</summary>
    public ReadOnlySpan<double> Corner => _corner;

    /// <summary>Alpha_corr of the four ranges (11.1.11).</summary>
    public ReadOnlySpan<double> AlphaCorrection => _alphaCorrection;

    /// <summary>Takes over an EEPROM; a refused one changes nothing but <see cref="IsLoaded"/>, which is then false.</summary>
    /// <param name="eeprom">832 words from 0x2400 on.</param>
    /// <returns><see cref="Mlx90640Refusal.None"/>, <see cref="Mlx90640Refusal.WrongShape"/> or <see cref="Mlx90640Refusal.BadEeprom"/>.</returns>
    public Mlx90640Refusal Load(ReadOnlySpan<short> eeprom)
    {
        IsLoaded = false;
        if (eeprom.Length != Words)
        {
            return Mlx90640Refusal.WrongShape;
        }

        // What the calculation divides by: gain, K_Vdd, Kt_PTAT, mean sensitivity.
        bool dividable = eeprom[0x30] != 0 && (eeprom[0x33] & 0xFF00) != 0 && (eeprom[0x32] & 0x03FF) != 0 && eeprom[0x21] != 0;
        if (!dividable || !eeprom.ContainsAnyExcept(eeprom[0]))
        {
            return Mlx90640Refusal.BadEeprom;
        }

        LoadAmbient(eeprom);
        LoadRanges(eeprom);
        LoadCompensationPixels(eeprom);
        LoadPixels(eeprom);
        IsLoaded = true;
        return Mlx90640Refusal.None;
    }

    private static int Field(short word, int shift, int bits) => ((ushort)word >> shift) & ((1 << bits) - 1);

    private static int Signed(short word, int shift, int bits)
    {
        int value = Field(word, shift, bits);
        return value >= 1 << (bits - 1) ? value - (1 << bits) : value;
    }

    private void LoadAmbient(ReadOnlySpan<short> eeprom)
    {
        KVdd = Signed(eeprom[0x33], 8, 8) * 32.0;
        Vdd25 = ((Field(eeprom[0x33], 0, 8) - 256) * 32) - 8192;
        KvPtat = Signed(eeprom[0x32], 10, 6) / 4096.0;
        KtPtat = Signed(eeprom[0x32], 0, 10) / 8.0;
        VPtat25 = eeprom[0x31];
        AlphaPtat = (Field(eeprom[0x10], 12, 4) / 4.0) + 8;
        Gain = eeprom[0x30];
        KsTa = Signed(eeprom[0x3C], 8, 8) / 8192.0;
        Tgc = Signed(eeprom[0x3C], 0, 8) / 32.0;
        Resolution = Field(eeprom[0x38], 12, 2);
        InterleavedC1 = Signed(eeprom[0x35], 0, 6) / 16.0;
        InterleavedC2 = Signed(eeprom[0x35], 6, 5) / 2.0;
        InterleavedC3 = Signed(eeprom[0x35], 11, 5) / 8.0;
    }

    private void LoadRanges(ReadOnlySpan<short> eeprom)
    {
        double scale = 1 << (Field(eeprom[0x3F], 0, 4) + 8);
        _ksTo[0] = Signed(eeprom[0x3D], 0, 8) / scale;
        _ksTo[1] = Signed(eeprom[0x3D], 8, 8) / scale;
        _ksTo[2] = Signed(eeprom[0x3E], 0, 8) / scale;
        _ksTo[3] = Signed(eeprom[0x3E], 8, 8) / scale;
        int step = Field(eeprom[0x3F], 12, 2) * 10;
        _corner[0] = -40;
        _corner[1] = 0;
        _corner[2] = Field(eeprom[0x3F], 4, 4) * step;
        _corner[3] = _corner[2] + (Field(eeprom[0x3F], 8, 4) * step);
        _alphaCorrection[0] = 1 / (1 + (_ksTo[0] * 40));
        _alphaCorrection[1] = 1;
        _alphaCorrection[2] = 1 + (_ksTo[1] * _corner[2]);
        _alphaCorrection[3] = _alphaCorrection[2] * (1 + (_ksTo[2] * (_corner[3] - _corner[2])));
    }

    private void LoadCompensationPixels(ReadOnlySpan<short> eeprom)
    {
        AlphaCp0 = Field(eeprom[0x39], 0, 10) / Math.ScaleB(1, Field(eeprom[0x20], 12, 4) + 27);
        AlphaCp1 = AlphaCp0 * (1 + (Signed(eeprom[0x39], 10, 6) / 128.0));
        OffsetCp0 = Signed(eeprom[0x3A], 0, 10);
        OffsetCp1 = OffsetCp0 + Signed(eeprom[0x3A], 10, 6);
        KtaCp = Signed(eeprom[0x3B], 0, 8) / (double)(1 << (Field(eeprom[0x38], 4, 4) + 8));
        KvCp = Signed(eeprom[0x3B], 8, 8) / (double)(1 << Field(eeprom[0x38], 8, 4));
    }

    private void LoadPixels(ReadOnlySpan<short> eeprom)
    {
        double alphaScale = Math.ScaleB(1, Field(eeprom[0x20], 12, 4) + 30);
        double ktaScale = 1 << (Field(eeprom[0x38], 4, 4) + 8);
        double kvScale = 1 << Field(eeprom[0x38], 8, 4);
        int ktaShift = Field(eeprom[0x38], 0, 4);
        for (int pixel = 0; pixel < _offset.Length; pixel++)
        {
            int row = pixel / Columns;
            int column = pixel % Columns;
            short word = eeprom[PixelWords + pixel];
            int offset = eeprom[0x11]
                + (Signed(eeprom[0x12 + (row / 4)], 4 * (row % 4), 4) << Field(eeprom[0x10], 8, 4))
                + (Signed(eeprom[0x18 + (column / 4)], 4 * (column % 4), 4) << Field(eeprom[0x10], 4, 4))
                + (Signed(word, 10, 6) << Field(eeprom[0x10], 0, 4));
            int alpha = (ushort)eeprom[0x21]
                + (Signed(eeprom[0x22 + (row / 4)], 4 * (row % 4), 4) << Field(eeprom[0x20], 8, 4))
                + (Signed(eeprom[0x28 + (column / 4)], 4 * (column % 4), 4) << Field(eeprom[0x20], 4, 4))
                + (Signed(word, 4, 6) << Field(eeprom[0x20], 0, 4));

            // Rows and columns are counted from 1 in the data sheet: index 0 is odd. High byte for odd rows, then the word of odd columns.
            short ktaWord = eeprom[column % 2 == 0 ? 0x36 : 0x37];
            int kta = Signed(ktaWord, row % 2 == 0 ? 8 : 0, 8) + (Signed(word, 1, 3) << ktaShift);
            int kvNibble = (row % 2 == 0 ? 8 : 0) + (column % 2 == 0 ? 4 : 0);
            _offset[pixel] = offset;
            _alpha[pixel] = alpha / alphaScale;
            _kta[pixel] = kta / ktaScale;
            _kv[pixel] = Signed(eeprom[0x34], kvNibble, 4) / kvScale;
            _bad[pixel] = word == 0 || (word & 1) != 0 || alpha <= 0;
        }
    }
}
