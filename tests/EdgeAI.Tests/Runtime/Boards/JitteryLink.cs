using EdgeAI.Device.Board;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>A link that delays, loses and damages frames as its weather says, in each direction in order. Every send is taken for one frame.</summary>
internal sealed class JitteryLink
{
    private readonly Lane _there;
    private readonly Lane _back;

    public JitteryLink(IClock clock, Random random, LinkWeather weather)
    {
        _there = new Lane(clock, random, weather, weather.There);
        _back = new Lane(clock, random, weather, weather.Back);
        RobotEnd = new End(_there, _back);
        BoardEnd = new End(_back, _there);
    }

    public ILink RobotEnd { get; }

    public ILink BoardEnd { get; }

    public long Lost => _there.Lost + _back.Lost;

    /// <summary>Whether the link takes everything and delivers nothing.</summary>
    public bool IsCut
    {
        get => _there.IsCut;
        set => _there.IsCut = _back.IsCut = value;
    }

    private sealed class End(Lane outgoing, Lane incoming) : ILink
    {
        public LinkStatus Send(byte[] buffer, int offset, int count) => outgoing.Send(buffer.AsSpan(offset, count));

        public int Receive(byte[] buffer, int offset, int capacity) => incoming.Receive(buffer.AsSpan(offset, capacity));
    }

    private sealed class Lane(IClock clock, Random random, LinkWeather weather, long least)
    {
        private readonly Queue<(long At, byte[] Bytes)> _frames = new();
        private long _last;
        private long _stalledUntil;
        private long _outUntil;

        public bool IsCut { get; set; }

        public long Lost { get; private set; }

        public LinkStatus Send(ReadOnlySpan<byte> frame)
        {
            long now = clock.Nanoseconds;
            if (random.NextDouble() < weather.Stalls)
            {
                _stalledUntil = now + (long)(random.NextDouble() * 400_000_000);
            }

            if (random.NextDouble() < weather.Outages)
            {
                _outUntil = now + (long)(random.NextDouble() * 10_000_000_000);
            }

            if (IsCut || now < _outUntil || random.NextDouble() < weather.Loss)
            {
                Lost++;
                return LinkStatus.Ok;
            }

            byte[] bytes = frame.ToArray();
            if (random.NextDouble() < weather.Damage)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            long tail = (long)(weather.Tail * (Math.Pow(1 - random.NextDouble(), -1 / 1.5) - 1));
            _last = Math.Max(Math.Max(_last, _stalledUntil), now + least + Math.Min(tail, 2_000_000_000));
            _frames.Enqueue((_last, bytes));
            return LinkStatus.Ok;
        }

        public int Receive(Span<byte> into)
        {
            int count = 0;
            while (_frames.TryPeek(out (long At, byte[] Bytes) next) && next.At <= clock.Nanoseconds && next.Bytes.Length <= into.Length - count)
            {
                next.Bytes.CopyTo(into[count..]);
                count += next.Bytes.Length;
                _frames.Dequeue();
            }

            return count;
        }
    }
}
