using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>
/// The last commands of the robot's present boot and what was answered to each (WIRE.md, "Commands"): a repeated number is answered
/// again and not done again.
/// </summary>
internal sealed class CommandMemory
{
    public const int Capacity = 16;

    private readonly uint[] _numbers = new uint[Capacity];
    private readonly byte[] _codes = new byte[Capacity];
    private readonly byte[] _streams = new byte[Capacity];
    private readonly byte[] _outcomes = new byte[Capacity];
    private readonly uint[] _details = new uint[Capacity];
    private ushort _robotBoot;
    private int _count;
    private int _next;
    private uint _largest;

    /// <summary>Forgets everything if the robot has restarted: its numbers begin anew.</summary>
    public void Hear(ushort robotBoot)
    {
        if (robotBoot != _robotBoot)
        {
            _robotBoot = robotBoot;
            _count = 0;
            _next = 0;
            _largest = 0;
        }
    }

    /// <summary>Fills an answer with what was answered to a number before; false if it is not remembered.</summary>
    public bool TryRecall(uint number, Acknowledgement answer)
    {
        for (int index = 0; index < _count; index++)
        {
            if (_numbers[index] == number)
            {
                answer.Code = (CommandCode)_codes[index];
                answer.Stream = _streams[index];
                answer.Outcome = (CommandOutcome)_outcomes[index];
                answer.Detail = _details[index];
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a number is larger than all before, so that it was surely never done.</summary>
    public bool IsNew(uint number)
    {
        return _count == 0 || number > _largest;
    }

    /// <summary>Remembers an answer to a new number, in the place of the oldest.</summary>
    public void Remember(Acknowledgement answer)
    {
        _numbers[_next] = answer.Number;
        _codes[_next] = (byte)answer.Code;
        _streams[_next] = answer.Stream;
        _outcomes[_next] = (byte)answer.Outcome;
        _details[_next] = answer.Detail;
        _largest = answer.Number;
        _next = (_next + 1) % Capacity;
        if (_count < Capacity)
        {
            _count++;
        }
    }
}
