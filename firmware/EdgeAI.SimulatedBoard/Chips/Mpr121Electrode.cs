namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// One channel of the MPR121's measurement engine: filtered data, baseline and touch decision (data sheet, registers 0x1E to 0x5B;
/// application note AN3891 for the baseline filter).
/// </summary>
internal struct Mpr121Electrode
{
    /// <summary>The latest second-level filter result, 0 to 1023.</summary>
    public int Filtered;

    /// <summary>The baseline with all its ten bits; the register shows the upper eight.</summary>
    public int Baseline;

    /// <summary>The touch decision after debouncing.</summary>
    public bool Touched;

    private int _detections;
    private int _noiseCount;
    private int _delayCount;

    /// <summary>Forgets what was counted, as a start of measuring does.</summary>
    public void Restart()
    {
        Touched = false;
        _detections = 0;
        _noiseCount = 0;
        _delayCount = 0;
    }

    /// <summary>Takes a new filter result: moves the baseline where tracking is on, then decides on touch.</summary>
    public void Take(int filtered, in Mpr121Tracking tracking, int touchThreshold, int releaseThreshold, int touchDebounce, int releaseDebounce)
    {
        Filtered = filtered;
        if (tracking.Enabled)
        {
            Track(tracking);
        }

        // "Touch and release threshold" (0x41 to 0x5A): touched when data fall below the baseline by more than the touch threshold, released when by less than the
        // release threshold. "Debounce" (0x5B): the status changes after that many detections in a row beyond the first.
        int delta = Baseline - Filtered;
        bool differs = Touched ? delta < releaseThreshold : delta > touchThreshold;
        _detections = differs ? _detections + 1 : 0;
        if (_detections > (Touched ? releaseDebounce : touchDebounce))
        {
            Touched = !Touched;
            _detections = 0;
        }
    }

    private void Track(in Mpr121Tracking tracking)
    {
        int difference = Filtered - Baseline;
        int direction = Math.Sign(difference);
        Mpr121Filter filter = Touched ? tracking.Touched : direction < 0 ? tracking.Falling : tracking.Rising;
        if (direction == 0 || ++_delayCount <= filter.DelayLimit)
        {
            return;
        }

        _delayCount = 0;
        if (Math.Abs(difference) <= 2 * filter.MaxHalfDelta)
        {
            Baseline = Filtered;
            _noiseCount = 0;
        }
        else if (++_noiseCount > filter.NoiseCountLimit)
        {
            _noiseCount = 0;
            Baseline += direction * Math.Min(Math.Abs(difference), filter.NoiseHalfDelta);
        }
    }
}
