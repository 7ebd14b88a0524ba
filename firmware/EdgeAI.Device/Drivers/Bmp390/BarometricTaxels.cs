using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Bmp390;

/// <summary>
/// Reads several <see cref="Bmp390Sensor"/> under one rubber skin as a <see cref="TactileArray"/> of pressures in pascal, relative to the
/// untouched skin. Two chips share a bus by their addresses; more stand behind a TCA9548A.
/// </summary>
/// <remarks>
/// <para>Values: whole pascal above the tare, -32767 to 32767; one taxel beyond is <see cref="SensorStatus.Saturated"/>. The weather moves all
/// taxels together, some pascal in a minute; a lift moves them 12 Pa a metre.</para>
/// <para>Tare: the first two scans that agree within 10 Pa on every taxel are taken for the untouched skin, so that neither a hand that is closing
/// nor one corrupted reading becomes the zero; until then the reading is <see cref="SensorStatus.NotReady"/>. <see cref="Tare"/> asks for it again.</para>
/// <para>A reading is one new measurement of every chip: chips that have none yet make it NotReady, and those that had are not read
/// again. Stamp: the middle of the time that all of them cover, give or take half of it.</para>
/// <para>Errors: what any chip says is reported, and no array is delivered: the other chips' measurements of that call are dropped, too. See
/// <see cref="Bmp390Sensor"/> for what stays undetectable.</para>
/// </remarks>
public sealed class BarometricTaxels : ISensor, ITareable
{
    /// <summary>How far two scans may differ to be taken for quiet, in hundredths of a pascal: some times the noise at 200 a second (DS table 23).</summary>
    private const int QuietHundredths = 1000;

    private readonly Bmp390Sensor[] _sensors;
    private readonly TactileArray _array;
    private readonly int[] _pressures;
    private readonly int[] _candidates;
    private readonly int[] _tares;
    private readonly bool[] _has;
    private bool _hasTare;
    private bool _hasCandidate;

    /// <summary>Makes taxels.</summary>
    /// <param name="sensors">1 to 128 chips, in the order of the taxels.</param>
    public BarometricTaxels(Bmp390Sensor[] sensors)
    {
        if (sensors == null || sensors.Length == 0 || sensors.Length > 128)
        {
            throw new System.ArgumentException("barometric taxels need 1 to 128 chips");
        }

        _sensors = sensors;
        _array = new TactileArray(sensors.Length, 1);
        _array.TaxelCount = sensors.Length;
        _array.Scale = new Scale(1, 0, Unit.Pascal);
        _pressures = new int[sensors.Length];
        _candidates = new int[sensors.Length];
        _tares = new int[sensors.Length];
        _has = new bool[sensors.Length];
    }

    /// <summary>The taxels that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _array; }
    }

    /// <summary>Whether the untouched skin is known.</summary>
    public bool HasTare
    {
        get { return _hasTare; }
    }

    /// <summary>One number for each taxel: its untouched pressure, hundredths of a pascal.</summary>
    public int TareLength
    {
        get { return _tares.Length; }
    }

    /// <summary>Forgets the tare; the next two scans that agree give a new one.</summary>
    /// <returns>Started.</returns>
    public TareOutcome Tare()
    {
        _hasTare = false;
        _hasCandidate = false;
        return TareOutcome.Started;
    }

    /// <inheritdoc/>
    public bool TryGetTare(int[] tare)
    {
        if (_hasTare)
        {
            System.Array.Copy(_tares, 0, tare, 0, _tares.Length);
        }

        return _hasTare;
    }

    /// <inheritdoc/>
    public void SetTare(int[] tare)
    {
        System.Array.Copy(tare, 0, _tares, 0, _tares.Length);
        _hasTare = true;
    }

    /// <summary>Starts every chip anew; the tare stays.</summary>
    public SensorStatus Start()
    {
        SensorStatus worst = SensorStatus.Ok;
        for (int taxel = 0; taxel < _sensors.Length; taxel++)
        {
            _has[taxel] = false;
            SensorStatus status = _sensors[taxel].Start();
            if (status > worst)
            {
                worst = status;
            }
        }

        return worst;
    }

    /// <summary>Takes a new measurement of every chip.</summary>
    public SensorStatus Read()
    {
        SensorStatus worst = SensorStatus.Ok;
        for (int taxel = 0; taxel < _sensors.Length; taxel++)
        {
            if (_has[taxel])
            {
                continue;
            }

            SensorStatus status = _sensors[taxel].Read();
            if (status == SensorStatus.Ok)
            {
                _pressures[taxel] = _sensors[taxel].PressureHundredths;
                _has[taxel] = true;
            }
            else if (status > worst)
            {
                worst = status;
            }
        }

        if (worst != SensorStatus.NotReady)
        {
            // Delivered, or stale by the time that the fault has passed.
            for (int taxel = 0; taxel < _sensors.Length; taxel++)
            {
                _has[taxel] = false;
            }
        }

        if (worst != SensorStatus.Ok)
        {
            return worst;
        }

        return _hasTare || TakeTare() ? Fill() : SensorStatus.NotReady;
    }

    private bool TakeTare()
    {
        bool quiet = _hasCandidate;
        for (int taxel = 0; taxel < _sensors.Length; taxel++)
        {
            int difference = _pressures[taxel] - _candidates[taxel];
            quiet &= difference <= QuietHundredths && difference >= -QuietHundredths;
            _tares[taxel] = _candidates[taxel] + difference / 2;
            _candidates[taxel] = _pressures[taxel];
        }

        _hasCandidate = true;
        _hasTare = quiet;
        return quiet;
    }

    private SensorStatus Fill()
    {
        for (int taxel = 0; taxel < _sensors.Length; taxel++)
        {
            int pascal = Pascal(taxel);
            if (pascal > short.MaxValue || pascal < -short.MaxValue)
            {
                return SensorStatus.Saturated;
            }
        }

        long begin = long.MaxValue;
        long end = long.MinValue;
        for (int taxel = 0; taxel < _sensors.Length; taxel++)
        {
            _array.Values[taxel] = (short)Pascal(taxel);
            Stamp stamp = _sensors[taxel].Reading.Stamp;
            long from = stamp.Nanoseconds - stamp.UncertaintyNanoseconds;
            long to = stamp.Nanoseconds + stamp.UncertaintyNanoseconds;
            begin = from < begin ? from : begin;
            end = to > end ? to : end;
        }

        _array.Stamp = new Stamp(begin + (end - begin) / 2, (end - begin + 1) / 2);
        return SensorStatus.Ok;
    }

    /// <summary>Pascal above the tare, rounded to the nearest.</summary>
    private int Pascal(int taxel)
    {
        int hundredths = _pressures[taxel] - _tares[taxel];
        return hundredths >= 0 ? (hundredths + 50) / 100 : -((50 - hundredths) / 100);
    }
}
