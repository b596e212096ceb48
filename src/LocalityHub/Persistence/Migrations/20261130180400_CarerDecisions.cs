using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Decisions about households as foster carers.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130180400_CarerDecisions")]
    public partial class CarerDecisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "carer_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision = table.Column<short>(type: "smallint", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    routes = table.Column<int>(type: "integer", nullable: false),
                    numbers = table.Column<int>(type: "integer", nullable: false),
                    ages = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_carer_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_carer_decision_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(name: "carer_decision_household", table: "carer_decision", column: "household_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "carer_decision");
    }
}
