namespace EdgeAI.Gateway.Spool.Writing;

/// <content>A new epoch: what the writer does when it turns out that the file is an old copy, whose next numbers were given to other records.</content>
internal sealed partial class SpoolWriter
{
    private Action? _epochBegun;
    private bool _isEpochWanted;
    private long? _lastEpochTry;

    /// <summary>
    /// Begins a new epoch before the next transaction: what waits gets new numbers in a new file, and no number of the epoch before is given
    /// again. Where the disk has no room for that, publishes are refused until it has.
    /// </summary>
    /// <param name="begun">Called on the writer's thread once it has begun.</param>
    public void BeginEpoch(Action begun)
    {
        lock (_gate)
        {
            _isEpochWanted = true;
            _epochBegun += begun;
            Monitor.Pulse(_gate);
        }
    }

    // A stop does not wait for it: the city says it again after the next start.
    private bool MayBeginEpoch => !_stopping && (_lastEpochTry is not { } last || _options.Time.GetElapsedTime(last) >= AfterVainReplacement);

    private void NoteEpoch(bool begun)
    {
        Action? told = null;
        lock (_gate)
        {
            _lastEpochTry = _options.Time.GetTimestamp();
            if (begun)
            {
                // What was to be let go of had old numbers: it is sent once more under new ones.
                _releases.TakeAll([]);
                _lastEpochTry = null;
                _isEpochWanted = false;
                (told, _epochBegun) = (_epochBegun, null);
            }
        }

        if (told is not null)
        {
            Tell(told);
        }
    }
}
