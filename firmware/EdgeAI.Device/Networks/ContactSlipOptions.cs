using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Networks;

/// <summary>How <see cref="ContactSlip"/> decides: the shape of its readings, its window, its thresholds, how often it speaks.</summary>
public sealed class ContactSlipOptions
{
    /// <summary>Groups of taxels (fingers), each with its own gain and offset; 3 for the shipped network.</summary>
    public int Groups = 3;

    /// <summary>Taxels of each group; 24 for the shipped network.</summary>
    public int TaxelsPerGroup = 24;

    /// <summary>Readings whose sum the network sees, 1 to 64.</summary>
    public int WindowReadings = 4;

    /// <summary>The network runs at every so-manieth reading, 1 or more.</summary>
    public int RunEvery = 2;

    /// <summary>Runs in a row that must agree on another class before it is said, 1 or more.</summary>
    public int DebounceRuns = 2;

    /// <summary>
    /// How probable another class must be to count against the one that was said, in 65535ths (<see cref="ClassProbabilities.One"/>): above one
    /// half, so that a grasp at the border does not flicker.
    /// </summary>
    public int ChangeProbability = 39321;

    /// <summary>Readings after which the state is said again although nothing changed, 1 or more: silence means a dead board.</summary>
    public int HeartbeatReadings = 100;

    /// <summary>
    /// Whether contact is decided here, by the chip's touch bits where it has them (<see cref="TactileArray.HasTouch"/>), else by the distance
    /// from rest. If not, the network always runs: contact is then for another stage to decide.
    /// </summary>
    public bool DecidesContact = true;

    /// <summary>What a taxel reads without contact, in raw steps; 0 for a sensor that is tared.</summary>
    public int RestLevel;

    /// <summary>Farther than this from rest, in raw steps, a taxel is in contact.</summary>
    public int ContactSteps;

    /// <summary>Every taxel must come at least as near to rest as this for contact to end, in raw steps; from 0 to <see cref="ContactSteps"/>.</summary>
    public int ReleaseSteps;
}
