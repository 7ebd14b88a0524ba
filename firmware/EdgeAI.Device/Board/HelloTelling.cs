using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>Which part of the hello is to be told next, and when (WIRE.md, "Hello").</summary>
internal sealed class HelloTelling
{
    private const long RetryWhenFull = 10000000;
    private const long RetryWhenClosed = 1000000000;

    private readonly BoardDescription _description;
    private ushort _number;
    private int _next;
    private bool _again;
    private long _notBefore;

    public HelloTelling(BoardDescription description)
    {
        _description = description;
        _next = description.PartCount;
    }

    /// <summary>
    /// Tells everything from the beginning, or once more after the telling that goes on: requests that come too often then cannot keep it
    /// from ending.
    /// </summary>
    public void Begin(long now)
    {
        if (IsTelling)
        {
            _again = true;
            return;
        }

        _next = 0;
        _notBefore = now;
    }

    /// <summary>Nanoseconds until a part is to be told; 0 when one is.</summary>
    public long Wait(long now)
    {
        if (!IsTelling)
        {
            return long.MaxValue;
        }

        return now < _notBefore ? _notBefore - now : 0;
    }

    /// <summary>The part to be told.</summary>
    public Message Part()
    {
        return _description.Part(_next, _number);
    }

    /// <summary>Goes on, or comes back to the same part if the link did not take it.</summary>
    public void Told(SendOutcome outcome, long now)
    {
        switch (outcome)
        {
            case SendOutcome.LinkFull:
                _notBefore = now + RetryWhenFull;
                return;
            case SendOutcome.LinkClosed:
                _notBefore = now + RetryWhenClosed;
                return;
        }

        _next++;
        if (IsTelling)
        {
            return;
        }

        _number++;
        if (_again)
        {
            _again = false;
            _next = 0;
        }
    }

    private bool IsTelling
    {
        get { return _next < _description.PartCount; }
    }
}
