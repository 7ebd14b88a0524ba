using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Digests;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Networks;

/// <summary>
/// Decides on a skin's readings on the board: contact by thresholds (a PerceptionEvent Touch), and, while there is contact, the class that a
/// network sees in the window (a Classification that names network and input by SHA-256). Speaks at a change and as a heartbeat; a reading
/// gives one decision at most, contact first. Allocates nothing after construction. Not thread safe.
/// </summary>
public sealed class ContactSlip : IBoardDecision
{
    private static readonly Scale Taxels = new Scale(1, 0, Unit.Count);

    private readonly ContactSlipOptions _options;
    private readonly IClock _clock;
    private readonly Network _network;
    private readonly ClassProbabilities _probabilities;
    private readonly TactileWindow _window;
    private readonly Sha256 _sha = new Sha256();
    private readonly byte[] _inputBytes;
    private readonly PerceptionEvent _contactEvent = new PerceptionEvent();
    private readonly Classification _classification = new Classification();
    private readonly bool _decidesContact;
    private bool _contactSaid;
    private bool _inContact;
    private int _sinceContactSaid;
    private int _said = -1;
    private int _candidate = -1;
    private int _agreeing;
    private int _sinceRun;
    private int _sinceSaid;

    /// <summary>Makes the stage.</summary>
    /// <param name="options">How it decides; not changed afterwards.</param>
    /// <param name="network">Takes one value for each taxel and answers one for each class.</param>
    /// <param name="probabilities">Turns its answer into probabilities.</param>
    /// <param name="clock">The board's clock, for the age of the oldest input.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the network does not fit the readings or a message.</exception>
    public ContactSlip(ContactSlipOptions options, Network network, ClassProbabilities probabilities, IClock clock)
    {
        if (options == null || network == null || probabilities == null || clock == null)
        {
            throw new ArgumentException("contact and slip need options, a network, its probabilities and a clock: none may be null");
        }

        const int most = 1000000;
        LayerRules.Size("contact and slip", "RunEvery", options.RunEvery, most);
        LayerRules.Size("contact and slip", "DebounceRuns", options.DebounceRuns, most);
        LayerRules.Size("contact and slip", "HeartbeatReadings", options.HeartbeatReadings, most);
        LayerRules.Size("contact and slip", "ChangeProbability", options.ChangeProbability, ClassProbabilities.One);
        if (options.ContactSteps < 0 || options.ReleaseSteps < 0 || options.ReleaseSteps > options.ContactSteps)
        {
            throw new ArgumentException("contact and slip: ReleaseSteps must lie from 0 to ContactSteps, so that contact ends below where it began");
        }

        _options = options;
        _decidesContact = options.DecidesContact;
        _clock = clock;
        _network = network;
        _probabilities = probabilities;
        _window = new TactileWindow(options.Groups, options.TaxelsPerGroup, options.WindowReadings);
        if (network.Input.Length != _window.Taxels)
        {
            throw new ArgumentException("the network takes " + network.Input.Length + " values where a reading has " + _window.Taxels + " taxels");
        }

        if (network.OutputLength > Classification.MaxClasses)
        {
            throw new ArgumentException("the network answers " + network.OutputLength + " classes where a message holds " + Classification.MaxClasses);
        }

        _inputBytes = new byte[_window.Taxels];
        _contactEvent.Kind = PerceptionEventKind.Touch;
        _contactEvent.Scale = Taxels;
        _classification.ClassCount = network.OutputLength;
        _classification.Provider = ExecutionProvider.FixedPoint;
        network.CopyDigest(_classification.ModelDigest);
        ForgetClass();
    }

    /// <summary>Readings of another message or shape: they are no window of this network, and interrupt it.</summary>
    public long Unusable { get; private set; }

    /// <summary>Runs of the network.</summary>
    public long Runs { get; private set; }

    /// <inheritdoc/>
    public bool TryDecide(Message reading, out Decision? decision)
    {
        decision = null;
        if (reading == null || reading.Type != MessageType.TactileArray)
        {
            return Refuse();
        }

        TactileArray skin = (TactileArray)reading;
        if (skin.TaxelCount != _window.Taxels || skin.Components != 1)
        {
            return Refuse();
        }

        _window.Add(skin);
        if (_decidesContact && DecideContact(skin))
        {
            decision = _contactEvent;
        }

        if (_decidesContact && !_inContact)
        {
            // What was said of the last grasp says nothing of the next one.
            ForgetClass();
            return decision != null;
        }

        _sinceSaid++;
        _sinceRun++;
        if (!_window.IsFull || _sinceRun < _options.RunEvery || decision != null)
        {
            return decision != null;
        }

        _sinceRun = 0;
        if (!RunNetwork())
        {
            return false;
        }

        Tell(skin);
        decision = _classification;
        return true;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _window.Clear();
        ForgetClass();
        _contactSaid = false;
    }

    private bool Refuse()
    {
        Unusable++;
        Interrupt();
        return false;
    }

    private void ForgetClass()
    {
        _said = -1;
        _candidate = -1;
        _agreeing = 0;
        _sinceSaid = 0;

        // The first full window of a new contact is run at once.
        _sinceRun = _options.RunEvery;
    }

    private bool DecideContact(TactileArray skin)
    {
        int touched = 0;
        int limit = _inContact ? _options.ReleaseSteps : _options.ContactSteps;
        for (int taxel = 0; taxel < skin.TaxelCount; taxel++)
        {
            int distance = skin.Values[taxel] - _options.RestLevel;
            distance = distance < 0 ? -distance : distance;
            if (skin.HasTouch ? skin.IsTouched(taxel) : distance > limit)
            {
                touched++;
            }
        }

        bool changes = (touched > 0) != _inContact;
        _inContact = touched > 0;
        _sinceContactSaid++;
        if (changes && _inContact)
        {
            // Readings from before the contact do not belong to its window.
            _window.Clear();
            _window.Add(skin);
        }

        if (_contactSaid && !changes && _sinceContactSaid < _options.HeartbeatReadings)
        {
            return false;
        }

        _contactSaid = true;
        _sinceContactSaid = 0;
        _contactEvent.Stamp = skin.Stamp;
        _contactEvent.FrameId = skin.FrameId;
        _contactEvent.Active = _inContact;
        _contactEvent.Value = touched;
        _contactEvent.OldestInputAgeMicroseconds = AgeOf(skin.Stamp.Nanoseconds);
        return true;
    }

    /// <summary>Runs the network on the window; true where its answer is to be said.</summary>
    private bool RunNetwork()
    {
        Runs++;
        _window.Fill(_network.Input);
        _network.Run();
        int best = _network.Best();
        _probabilities.Compute(_network.Output, _network.OutputLength, _classification.Probabilities);
        bool sure = _said < 0 || _classification.Probabilities[best] >= _options.ChangeProbability;
        if (best == _said || !sure)
        {
            _agreeing = 0;
            _candidate = -1;
            return _said == best && _sinceSaid >= _options.HeartbeatReadings;
        }

        _agreeing = best == _candidate ? _agreeing + 1 : 1;
        _candidate = best;
        if (_agreeing < _options.DebounceRuns)
        {
            return false;
        }

        _said = best;
        _candidate = -1;
        _agreeing = 0;
        return true;
    }

    private void Tell(TactileArray skin)
    {
        _sinceSaid = 0;
        _classification.Stamp = skin.Stamp;
        _classification.FrameId = skin.FrameId;
        _classification.ClassIndex = _said;
        _classification.OldestInputAgeMicroseconds = AgeOf(_window.OldestStamp);
        sbyte[] input = _network.Input;
        for (int index = 0; index < input.Length; index++)
        {
            _inputBytes[index] = (byte)input[index];
        }

        _sha.Append(_inputBytes, 0, _inputBytes.Length);
        _sha.Finish(_classification.InputDigest, 0);
    }

    private uint AgeOf(long stamp)
    {
        long age = (_clock.Nanoseconds - stamp) / 1000;
        if (age < 0)
        {
            return 0;
        }

        return age > uint.MaxValue ? uint.MaxValue : (uint)age;
    }
}
