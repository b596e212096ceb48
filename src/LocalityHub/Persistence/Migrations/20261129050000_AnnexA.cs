using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What a council's Annex A workbook calls things, and what its list of adopters said of households.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129050000_AnnexA")]
    public partial class AnnexA : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "annex_map",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    headings = table.Column<string>(type: "jsonb", nullable: false),
                    values = table.Column<string>(type: "jsonb", nullable: false),
                    confirmed_by = table.Column<string>(type: "text", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_annex_map", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household_return",
                columns: table => new
                {
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_document = table.Column<string>(type: "text", nullable: false),
                    adopters = table.Column<string[]>(type: "text[]", nullable: false),
                    interest_accepted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stage_one_decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stage_two_from = table.Column<DateOnly>(type: "date", nullable: true),
                    approved_on = table.Column<DateOnly>(type: "date", nullable: true),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    left_reason = table.Column<short>(type: "smallint", nullable: true),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_return", x => x.household_id);
                    table.ForeignKey(
                        name: "FK_household_return_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "annex_map",
                columns: new[] { "id", "confirmed_at", "confirmed_by", "headings", "values", "version" },
                columnTypes: new[] { "smallint", "timestamp with time zone", "text", "jsonb", "jsonb", "bigint" },
                values: new object[] { (short)1, null, null, "[]", "[]", 1L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "annex_map");

            migrationBuilder.DropTable(
                name: "household_return");
        }
    }
}
