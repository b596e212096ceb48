using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Register : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "child_profile",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    live = table.Column<bool>(type: "boolean", nullable: false),
                    snapshot = table.Column<string>(type: "jsonb", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_profile", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "family_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<string>(type: "jsonb", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_family_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household_offer",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    live = table.Column<bool>(type: "boolean", nullable: false),
                    snapshot = table.Column<string>(type: "jsonb", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_offer", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "overdue_duty",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    live = table.Column<bool>(type: "boolean", nullable: false),
                    snapshot = table.Column<string>(type: "jsonb", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_overdue_duty", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "published_child",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    rung = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: true),
                    age = table.Column<short>(type: "smallint", nullable: true),
                    siblings = table.Column<short>(type: "smallint", nullable: true),
                    plan = table.Column<short>(type: "smallint", nullable: true),
                    stage = table.Column<short>(type: "smallint", nullable: true),
                    authority = table.Column<short>(type: "smallint", nullable: true),
                    wait = table.Column<short>(type: "smallint", nullable: true),
                    priority = table.Column<short>(type: "smallint", nullable: true),
                    needs = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_child", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "published_household",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    rung = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: true),
                    shows_home = table.Column<bool>(type: "boolean", nullable: false),
                    lives_in = table.Column<short>(type: "smallint", nullable: true),
                    parents = table.Column<short>(type: "smallint", nullable: true),
                    children_at_home = table.Column<short>(type: "smallint", nullable: true),
                    approval = table.Column<short>(type: "smallint", nullable: true),
                    approval_expected = table.Column<short>(type: "smallint", nullable: true),
                    numbers = table.Column<short>(type: "smallint", nullable: true),
                    ages = table.Column<short>(type: "smallint", nullable: true),
                    routes = table.Column<short>(type: "smallint", nullable: true),
                    offers = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_household", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "register_due",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_due", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_state",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    run = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_state", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "child_profile_council",
                table: "child_profile",
                column: "council");

            migrationBuilder.CreateIndex(
                name: "family_event_reference",
                table: "family_event",
                columns: new[] { "kind", "reference", "epoch", "version" });

            migrationBuilder.CreateIndex(
                name: "household_offer_council",
                table: "household_offer",
                column: "council");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "child_profile");

            migrationBuilder.DropTable(
                name: "family_event");

            migrationBuilder.DropTable(
                name: "household_offer");

            migrationBuilder.DropTable(
                name: "overdue_duty");

            migrationBuilder.DropTable(
                name: "published_child");

            migrationBuilder.DropTable(
                name: "published_household");

            migrationBuilder.DropTable(
                name: "register_due");

            migrationBuilder.DropTable(
                name: "register_state");
        }
    }
}
