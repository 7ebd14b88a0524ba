namespace EdgeAI.Runtime.Mcap;

/// <content>The recording's own thread: what it waits for, writes and gives up.</content>
public sealed partial class McapFileSink
{
    private void Run()
    {
        try
        {
            WriteAll();
        }
        catch (Exception exception)
        {
            // Whatever a recording meets ends the recording and not the robot.
            GiveUp($"{exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            _files.Dispose();
        }
    }

    private void WriteAll()
    {
        while (WaitForWork(out object? extra))
        {
            if (extra is not null)
            {
                WriteExtra(extra);
            }
            else if (_edge.TryBeginRead(out McapChunkBuffer chunk))
            {
                WriteChunk(chunk);
            }
        }

        if (!_files.TryFinish(out string failure))
        {
            Fail(failure);
        }
    }

    /// <summary>Waits until something is to be written, and ends the chunk in the making once it is old enough.</summary>
    /// <returns>False once the recording has ended and everything is written.</returns>
    private bool WaitForWork(out object? extra)
    {
        while (true)
        {
            if (LookForWork(out extra, out bool isOver, out TimeSpan rest))
            {
                return !isOver;
            }

            _work.Wait(rest);
        }
    }

    /// <summary>Whether there is something to do: a chunk, something else to write, or the end.</summary>
    private bool LookForWork(out object? extra, out bool isOver, out TimeSpan rest)
    {
        extra = null;
        isOver = false;
        rest = _options.FlushAfter;
        using (_gate.Enter())
        {
            if (_current is { Count: > 0 } chunk && _waitingChunks == 0)
            {
                long now = _clock.Nanoseconds;
                if (_ending || IsDue(chunk, now))
                {
                    CloseChunk();
                }

                rest -= TimeSpan.FromTicks((now - chunk.OpenedNanoseconds) / TimeSpan.NanosecondsPerTick);
            }

            if (_waitingChunks > 0)
            {
                _waitingChunks--;
                return true;
            }

            rest = rest < ShortestRest ? ShortestRest : rest;
            bool hasExtra = _extras.TryPeek(out extra);
            isOver = _ending && !hasExtra;
            return hasExtra || isOver;
        }
    }

    private void WriteChunk(McapChunkBuffer chunk)
    {
        bool written = _files.TryWriteChunk(chunk, out string failure);
        int count = chunk.Count;
        chunk.Clear();
        _edge.EndRead();
        using (_gate.Enter())
        {
            if (_givenUp)
            {
                return;
            }

            _inFlight -= count;
            _failure = failure.Length > 0 ? failure : _failure;
            _written += written ? count : 0;
            _dropped[(int)McapDropReason.WriteFailed] += written ? 0 : count;
        }

        TellProgress();
    }

    private void WriteExtra(object extra)
    {
        string failure = "";
        bool written = extra is McapMetadata metadata
            ? _files.TryWriteMetadata(metadata, out failure)
            : _files.TryWriteAttachment((McapAttachment)extra, out failure);
        if (!written)
        {
            Fail(failure);
        }

        using (_gate.Enter())
        {
            _extras.TryDequeue(out _);
        }

        TellProgress();
    }

    /// <summary>Ends the recording where it is: what is in flight is counted as not written, and what comes later as given after the end.</summary>
    private void GiveUp(string cause)
    {
        using (_gate.Enter())
        {
            if (_givenUp)
            {
                return;
            }

            _givenUp = true;
            _ending = true;
            _failure = $"recording {_options.Path}: {cause}; given up: {_inFlight} messages";
            _dropped[(int)McapDropReason.WriteFailed] += _inFlight;
            _inFlight = 0;
            _extras.Clear();
        }

        TellProgress();
    }

    private void Fail(string failure)
    {
        using (_gate.Enter())
        {
            _failure = failure;
        }
    }
}
