using EdgeAI.Device.Configuration;

namespace EdgeAI.Device.Application;

/// <summary>
/// The stored configurations: the settled one, and a new one that is on trial until the robot was heard under it. A new configuration that decodes and runs can
/// still have a link on which nobody hears the board, and then no command would ever mend it; so the one before stays until the new one has proved itself.
/// </summary>
/// <remarks>
/// The settled record is the configuration's bytes. The record on trial is the configuration's bytes, then u8 the starts under it; 255 there marks one that was set
/// aside, and the byte before is why (<see cref="TrialNews"/>). Empty when there is none. Nothing is overwritten that could be needed: settled is written once the new
/// one is proved, and whatever a power cut leaves, the next start finds the trial as it was, or settled and trial the same.
/// </remarks>
internal sealed class ConfigurationTrial
{
    /// <summary>
    /// The robot has to be heard within this, nanoseconds after the start: longer than a robot's computer, an access point and a broker that were all switched off for the
    /// same change take to come back, and short enough for a person to wait for.
    /// </summary>
    public const long HeardWithin = 300000000000L;

    /// <summary>As many starts a new configuration has: a reset, a power cut or a crash costs it one.</summary>
    public const int MostStarts = 3;

    private const byte SetAsideMark = 255;
    private const int MarkLength = 2;

    private readonly StoredRecord _settled;
    private readonly StoredRecord _trial;
    private readonly byte[] _bytes;
    private readonly byte[] _mark = new byte[MarkLength];
    private long _over;

    /// <summary>Makes the keeper of both.</summary>
    /// <param name="store">The memory.</param>
    /// <param name="settledPlace">The first of the settled record's two places.</param>
    /// <param name="trialPlace">The first of the other's.</param>
    /// <param name="bytes">Takes a configuration and one byte more; shared with the application, which needs it only while it starts.</param>
    public ConfigurationTrial(IBoardStore store, int settledPlace, int trialPlace, byte[] bytes)
    {
        _settled = new StoredRecord(store, settledPlace, ConfigurationDecoder.MaxLength + 1);
        _trial = new StoredRecord(store, trialPlace, _settled);
        _bytes = bytes;
    }

    /// <summary>Whether the board runs a configuration on trial.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the robot was heard in this run.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>What is to be told once the robot is heard.</summary>
    public TrialNews News { get; private set; }

    /// <summary>Whether this start set a configuration aside: crashes before were its.</summary>
    public bool EndsNow { get; private set; }

    /// <summary>Begins a start: counts it where a configuration is on trial, and puts that into the bytes.</summary>
    /// <returns>Its length; -1 when none is on trial.</returns>
    public int Begin()
    {
        int length = _trial.Load(_bytes);
        if (length < MarkLength)
        {
            return -1;
        }

        byte starts = _bytes[length - 1];
        if (starts == SetAsideMark)
        {
            News = (TrialNews)_bytes[length - MarkLength];
            return -1;
        }

        if (starts >= MostStarts)
        {
            SetAside(TrialNews.OutOfStarts);
            return -1;
        }

        _bytes[length - 1] = (byte)(starts + 1);
        if (!_trial.Save(_bytes, length))
        {
            News = TrialNews.NotCounted;
            EndsNow = true;
            return -1;
        }

        IsRunning = true;
        return length - 1;
    }

    /// <summary>Puts the settled configuration into the bytes.</summary>
    /// <returns>Its length; -1 when there is none.</returns>
    public int LoadSettled()
    {
        return _settled.Load(_bytes);
    }

    /// <summary>The run begins: from now on the robot has its time.</summary>
    public void Run(long now)
    {
        _over = now + HeardWithin;
    }

    /// <summary>Whether the robot had its time and was not heard.</summary>
    public bool IsOver(long now)
    {
        return IsRunning && !IsHeard && now >= _over;
    }

    /// <summary>Gives the one on trial up. The settled one runs from the next start on.</summary>
    public void SetAside(TrialNews why)
    {
        _mark[0] = (byte)why;
        _mark[1] = SetAsideMark;
        _trial.Save(_mark, MarkLength);
        IsRunning = false;
        EndsNow = true;
        News = why;
    }

    /// <summary>The robot was heard: what is on trial is settled.</summary>
    public void Hear()
    {
        if (IsHeard)
        {
            return;
        }

        IsHeard = true;
        if (!IsRunning)
        {
            return;
        }

        int length = _trial.Load(_bytes);
        bool kept = length > MarkLength && _settled.Save(_bytes, length - 1);
        if (kept)
        {
            IsRunning = false;
            _trial.Save(_mark, 0);
        }

        News = kept ? TrialNews.Kept : TrialNews.NotKept;
    }

    /// <summary>The robot was told.</summary>
    public void Told()
    {
        if (News >= TrialNews.Unheard)
        {
            _trial.Save(_mark, 0);
        }

        News = TrialNews.None;
    }

    /// <summary>Puts a new configuration on trial, from the next start on.</summary>
    /// <param name="bytes">It, and one byte of room behind it.</param>
    /// <param name="count">Its length.</param>
    /// <returns>Whether it is stored.</returns>
    public bool Put(byte[] bytes, int count)
    {
        bytes[count] = 0;
        if (!_trial.Save(bytes, count + 1))
        {
            return false;
        }

        News = TrialNews.None;
        return true;
    }
}
