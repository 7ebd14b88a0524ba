using CsCheck;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>What mostly robots make: joints and detections.</summary>
internal static partial class MessageGen
{
    private static readonly Gen<Message> AnyJointState =
        from parts in Gen.Int[1, 7]
        from joints in Gen.OneOf(Gen.Int[1, 8], Gen.OneOf(1, JointState.MaxJoints))
        from scales in AnyScale.Array[3]
        from values in AnyInt.Array[3 * joints]
        select (Message)Filled(
            new JointState { Parts = (JointStateParts)parts, Count = joints, PositionScale = scales[0], VelocityScale = scales[1], EffortScale = scales[2] },
            values);

    private static readonly Gen<Message> AnyDetections =
        from count in Gen.OneOf(Gen.Int[0, 5], Gen.OneOf(0, Detection2DArray.MaxDetections))
        from numbers in Gen.UShort.Array[2 * count]
        from centres in AnyInt.Array[2 * count]
        from sizes in Gen.OneOf(Gen.Int[0, int.MaxValue], Gen.OneOf(0, int.MaxValue)).Array[2 * count]
        from sides in Gen.Int[1, ushort.MaxValue].Array[2]
        from age in Gen.UInt
        from provider in Gen.OneOf(Enum.GetValues<ExecutionProvider>())
        from digests in Gen.Byte.Array[64]
        select (Message)Filled(
            new Detection2DArray { Count = count, ImageWidth = sides[0], ImageHeight = sides[1], OldestInputAgeMicroseconds = age, Provider = provider },
            numbers,
            centres,
            sizes,
            digests);

    private static JointState Filled(JointState joints, int[] values)
    {
        values.AsSpan(0, joints.Count).CopyTo(joints.Position);
        values.AsSpan(joints.Count, joints.Count).CopyTo(joints.Velocity);
        values.AsSpan(2 * joints.Count, joints.Count).CopyTo(joints.Effort);
        return joints;
    }

    private static Detection2DArray Filled(Detection2DArray found, ushort[] numbers, int[] centres, int[] sizes, byte[] digests)
    {
        numbers.AsSpan(0, found.Count).CopyTo(found.ClassIndices);
        numbers.AsSpan(found.Count).CopyTo(found.Scores);
        centres.AsSpan(0, found.Count).CopyTo(found.CentreX);
        centres.AsSpan(found.Count).CopyTo(found.CentreY);
        sizes.AsSpan(0, found.Count).CopyTo(found.SizeX);
        sizes.AsSpan(found.Count).CopyTo(found.SizeY);
        digests.AsSpan(0, 32).CopyTo(found.ModelDigest);
        digests.AsSpan(32, 32).CopyTo(found.InputDigest);
        return found;
    }
}
