using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Mlx90393;

/// <summary>
/// Reads several MLX90393 under a skin with magnets in it as a <see cref="TactileArray"/> of three components: the flux density's
/// change is what touch is computed from, on the robot.
/// </summary>
/// <remarks>
/// <para>Values: z, x, y of each chip, z first since it is the normal; in tesla. One step is what a count of x and y is worth, 150 nT by
/// default. z's steps are coarser (DS table 17), so its counts are scaled to the same step and rounded, which loses nothing; a z too
/// strong to fit 16 bits then is <see cref="SensorStatus.Saturated"/>, and so is any axis at the end of its range.</para>
/// <para>No tare is taken: the resting field depends on the magnet and the place, and the robot that maps fields to forces needs it whole.</para>
/// <para>A reading takes two steps: all chips measure at once; <see cref="Read"/> never waits, begins them and is
/// <see cref="SensorStatus.NotReady"/>, and collects them after their time (see <see cref="Mlx90393Options"/>; 2.3 ms by default).</para>
/// <para>Stamp: the middle of the time from the first begin to the end of the last collecting, give or take half of it.</para>
/// <para>Start never waits either: it makes each chip leave its mode; 2 ms later a call of Read configures them and reads that back.</para>
/// <para>Errors: what any chip says (see <see cref="Mlx90393Chip"/>) ends the scan and is reported; nothing is delivered from half a scan.</para>
/// <para>Undetectable: measurements have no checksum, so a corrupted byte passes; so do a lost magnet, which reads as the earth's field, and
/// another magnet nearby. The chip has no identity register: another chip that keeps registers 0 to 7 the same way passes.</para>
/// </remarks>
public sealed class MagneticSkin : ISensor
{
    private readonly Mlx90393Chip[] _chips;
    private readonly IClock _clock;
    private readonly TactileArray _array;
    private readonly int _stepXY;
    private readonly int _stepZ;
    private bool _exited;
    private bool _configured;
    private bool _measuring;
    private int _collected;
    private long _configureAt;
    private long _begunAt;

    /// <summary>Makes a skin.</summary>
    /// <param name="chips">1 to 128 chips, in the order of the taxels, all made with these options.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">The chips' options; read once, here.</param>
    public MagneticSkin(Mlx90393Chip[] chips, IClock clock, Mlx90393Options options)
    {
        if (chips == null || chips.Length == 0 || chips.Length > 128)
        {
            throw new System.ArgumentException("a magnetic skin needs 1 to 128 chips");
        }

        _chips = chips;
        _clock = clock;
        _stepXY = Mlx90393Registers.NanoteslaXY(options.Gain, options.Resolution);
        _stepZ = Mlx90393Registers.NanoteslaZ(options.Gain, options.Resolution);
        _array = new TactileArray(chips.Length, 3);
        _array.TaxelCount = chips.Length;
        _array.Scale = new Scale(_stepXY, -9, Unit.Tesla);
    }

    /// <summary>The taxels that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _array; }
    }

    /// <summary>Makes every chip leave its mode; <see cref="Read"/> goes on from there.</summary>
    public SensorStatus Start()
    {
        _configured = false;
        _measuring = false;
        _exited = false;
        for (int at = 0; at < _chips.Length; at++)
        {
            SensorStatus status = _chips[at].Exit();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _exited = true;
        _configureAt = _clock.Nanoseconds + Mlx90393Registers.ExitNanoseconds;
        return SensorStatus.NotReady;
    }

    /// <summary>Begins measurements or collects them, going on with the start first where the chips are not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : BringUp();
        if (status == SensorStatus.Ok)
        {
            status = _measuring ? Collect() : Begin();
        }

        if (status != SensorStatus.Ok && status != SensorStatus.NotReady)
        {
            _measuring = false;
            if (status == SensorStatus.ConfigurationLost || status == SensorStatus.ChipFault)
            {
                _configured = false;
                _exited = false;
            }
        }

        return status;
    }

    private SensorStatus BringUp()
    {
        if (!_exited)
        {
            return Start();
        }

        if (_clock.Nanoseconds < _configureAt)
        {
            return SensorStatus.NotReady;
        }

        for (int at = 0; at < _chips.Length; at++)
        {
            SensorStatus status = _chips[at].Configure();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _configured = true;
        return SensorStatus.Ok;
    }

    private SensorStatus Begin()
    {
        for (int at = 0; at < _chips.Length; at++)
        {
            // A scan that was given up may have left measurements behind.
            if (!_chips[at].IsIdle)
            {
                return SensorStatus.NotReady;
            }
        }

        for (int at = 0; at < _chips.Length; at++)
        {
            SensorStatus status = _chips[at].CheckMark();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _begunAt = _clock.Nanoseconds;
        for (int at = 0; at < _chips.Length; at++)
        {
            SensorStatus status = _chips[at].Begin();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _measuring = true;
        _collected = 0;
        return SensorStatus.NotReady;
    }

    private SensorStatus Collect()
    {
        while (_collected < _chips.Length)
        {
            SensorStatus status = _chips[_collected].Collect();
            if (status != SensorStatus.Ok)
            {
                return status;
            }

            _collected++;
        }

        _measuring = false;
        return Fill();
    }

    private SensorStatus Fill()
    {
        for (int at = 0; at < _chips.Length; at++)
        {
            if (!Fits(ScaledZ(at)) || !Fits(_chips[at].X) || !Fits(_chips[at].Y))
            {
                return SensorStatus.Saturated;
            }
        }

        for (int at = 0; at < _chips.Length; at++)
        {
            _array.Values[3 * at] = (short)ScaledZ(at);
            _array.Values[3 * at + 1] = (short)_chips[at].X;
            _array.Values[3 * at + 2] = (short)_chips[at].Y;
        }

        long duration = _clock.Nanoseconds - _begunAt;
        _array.Stamp = new Stamp(_begunAt + duration / 2, (duration + 1) / 2);
        return SensorStatus.Ok;
    }

    private static bool Fits(int count)
    {
        return count <= short.MaxValue && count >= -short.MaxValue;
    }

    /// <summary>z in steps of x and y, rounded to the nearest.</summary>
    private int ScaledZ(int at)
    {
        int z = _chips[at].Z * _stepZ;
        int half = _stepXY / 2;
        return z >= 0 ? (z + half) / _stepXY : -((half - z) / _stepXY);
    }
}
