namespace EdgeAI.Tests.Gateway.Simulation;

/// <content>The runs in which the city's receipts trim the spool: every fourth seed.</content>
internal sealed partial class Simulation
{
    private const int SeedsPerReceiptSeed = 4;
    private const int MaximumForgedSequence = 200;

    private readonly SimulatedReceipts? _receipts;

    private static SimulatedReceipts? ReceiptsOf(int seed) => seed % SeedsPerReceiptSeed == 1 ? new SimulatedReceipts() : null;

    // Of the broker between: what the city does is a step of its own.
    private void Accept(byte[] payload)
    {
        if (_receipts is null)
        {
            _city.Take(payload);
        }
        else
        {
            _receipts.Hold(payload);
        }
    }

    // The city may have more of what came before to commit.
    private void ForgetOrder()
    {
        _city.ForgetOrder();
        _receipts?.HoldBreak();
    }

    private void ReceiptStep(SimulatedReceipts receipts)
    {
        switch (_random.Next(24))
        {
            case < 11:
                Log("city commits", Try(receipts.HasBatches, () => receipts.Commit(_city, losesReceipt: _random.Next(6) == 0)));
                break;
            case < 21:
                Log("uplink hears a receipt", Try(Gateway.Uplink.IsOpen && receipts.HasReceipts, () => Gateway.TakeReceipt(receipts.Take(_random.Next(100), repeated: _random.Next(6) == 0))));
                break;
            case 21:
                Log("uplink hears a forged receipt", true);
                Gateway.TakeReceipt(SimulatedReceipts.Forge(Gateway.Identity, _random.Next(1, MaximumForgedSequence)));
                break;
            default:
                Log("the broker loses what it holds", Note(SimulatedEvent.BrokerLoss, receipts.HasBatches));
                foreach (byte[] payload in receipts.LoseAll())
                {
                    // It comes again, behind what came after it.
                    _city.Refuse(payload);
                }

                break;
        }
    }

    private void DrainReceipts(SimulatedReceipts receipts)
    {
        while (receipts.HasBatches)
        {
            receipts.Commit(_city, losesReceipt: false);
        }

        while (receipts.HasReceipts)
        {
            Gateway.TakeReceipt(receipts.Take(0, repeated: false));
        }
    }
}
